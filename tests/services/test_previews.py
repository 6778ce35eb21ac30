from __future__ import annotations

import asyncio
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from polls.bulkheads import Bulkhead
from polls.domain.errors import BusyError
from polls.services.previews import SIZE, Caption, Previews
from polls.services.previews.drawing import draw
from polls.services.previews.previews import CAPACITY

TEA = Caption("Tea?", "A question", "2 choices")


def drawn(text: str, below: str = "2 choices") -> bytes:
    return draw(TEA._replace(text=text, below=below))


def day(number: int) -> Caption:
    return TEA._replace(text=f"Day {number}?")


def ink(picture: bytes) -> tuple[int, int]:
    """Return how far to the right and down something is drawn, but the strip on the left."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    words = image.point(lambda value: 255 * (value < 128)).crop((20, 0, *SIZE))
    box = words.getbbox()
    assert box
    return 20 + box[2], box[3]


@pytest.mark.parametrize(
    "text",
    ["Tea?", "W" * 200, "i" * 200, "A long question " * 12, "Ein-Wort-" * 22, "a " * 100],
)
def test_text_stays_within_the_picture(text: str) -> None:
    right, bottom = ink(drawn(text))

    assert right <= SIZE[0] - 70
    assert bottom <= SIZE[1] - 50


@pytest.mark.parametrize("text", ["お茶とコーヒー?", "שלום", "Tea or お茶?", "🎉🎉", "\u200d"])
def test_text_in_letters_that_the_font_lacks_is_left_out(text: str) -> None:
    assert drawn(text) == drawn("A question")


def test_emoji_are_left_out_and_the_words_kept() -> None:
    assert drawn("Tea 🎉 or coffee?") == drawn("Tea or coffee?")
    assert drawn("Tea or coffee?") != drawn("A question")
    assert drawn("Чай или кофе?") != drawn("A question")


@given(text=st.text(min_size=1, max_size=200), below=st.text(max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_a_picture(text: str, below: str) -> None:
    assert Image.open(io.BytesIO(drawn(text, below))).size == SIZE


def test_number_of_choices_in_letters_that_the_font_lacks_is_left_out() -> None:
    assert drawn("Tea?", "選択肢 3 つ") == drawn("Tea?", "") != drawn("Tea?", "3 choices")


async def test_picture_is_drawn_once_for_all_who_ask() -> None:
    previews = Previews(Bulkhead(threads=1))

    first, second = await asyncio.gather(*[previews.of(TEA) for _ in range(2)])

    assert first is second
    assert await previews.of(TEA) is first


async def test_more_than_can_wait_are_asked_to_come_again() -> None:
    previews = Previews(Bulkhead(threads=1, waiting=3))
    wanted = [previews.of(day(n)) for n in range(5)]

    answers = await asyncio.gather(*wanted, return_exceptions=True)

    assert [type(answer) for answer in answers] == [bytes] * 4 + [BusyError]
    assert await previews.of(day(4))


async def test_pictures_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polls.services.previews.previews.draw", lambda said: said.text.encode())
    previews = Previews(Bulkhead(threads=1))

    for number in range(CAPACITY + 1):
        await previews.of(day(number))

    await previews.of(day(1))
    assert previews.misses == CAPACITY + 1
    await previews.of(day(0))
    assert previews.misses == CAPACITY + 2
