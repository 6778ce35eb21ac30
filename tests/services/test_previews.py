from __future__ import annotations

import asyncio
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from polls.bulkheads import Bulkhead
from polls.domain.errors import BusyError
from polls.services.previews import SIZE, Previews
from polls.services.previews.drawing import draw
from polls.services.previews.previews import CAPACITY
from tests import asking


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
    right, bottom = ink(draw(text, 2, "choice"))

    assert right <= SIZE[0] - 70
    assert bottom <= SIZE[1] - 50


@pytest.mark.parametrize("text", ["お茶とコーヒー?", "שלום", "Tea or お茶?", "🎉🎉", "\u200d"])
def test_text_in_letters_that_the_font_lacks_is_left_out(text: str) -> None:
    assert draw(text, 2, "choice") == draw("A question", 2, "choice")


def test_emoji_are_left_out_and_the_words_kept() -> None:
    assert draw("Tea 🎉 or coffee?", 2, "choice") == draw("Tea or coffee?", 2, "choice")
    assert draw("Tea or coffee?", 2, "choice") != draw("A question", 2, "choice")
    assert draw("Чай или кофе?", 2, "choice") != draw("A question", 2, "choice")


@given(text=st.text(min_size=1, max_size=200), choices=st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_a_picture(text: str, choices: int) -> None:
    assert Image.open(io.BytesIO(draw(text, choices, "choice"))).size == SIZE


async def test_picture_is_drawn_once_for_all_who_ask() -> None:
    previews = Previews(Bulkhead(threads=1))

    first, second = await asyncio.gather(*[previews.of(asking.question()) for _ in range(2)])

    assert first is second
    assert await previews.of(asking.question()) is first


async def test_more_than_can_wait_are_asked_to_come_again() -> None:
    previews = Previews(Bulkhead(threads=1, waiting=3))
    wanted = [previews.of(asking.question(text=f"Day {n}?")) for n in range(5)]

    answers = await asyncio.gather(*wanted, return_exceptions=True)

    assert [type(answer) for answer in answers] == [bytes] * 4 + [BusyError]
    assert await previews.of(asking.question(text="Day 4?"))


async def test_pictures_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polls.services.previews.previews.draw", lambda text, *_: text.encode())
    previews = Previews(Bulkhead(threads=1))

    for number in range(CAPACITY + 1):
        await previews.of(asking.question(text=f"Day {number}?"))

    await previews.of(asking.question(text="Day 1?"))
    assert previews.misses == CAPACITY + 1
    await previews.of(asking.question(text="Day 0?"))
    assert previews.misses == CAPACITY + 2


async def test_picture_says_what_the_choices_are() -> None:
    dates = asking.question(method="availability")

    assert await Previews(Bulkhead(threads=1)).of(dates) == draw(dates.text, 2, "date")
    assert draw(dates.text, 2, "date") != draw(dates.text, 2, "choice")
