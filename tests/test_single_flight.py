from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from polls.single_flight import Bounds, SingleFlight

LIFETIME = 5


@dataclass
class Clock:
    now: float = 0

    def __call__(self) -> float:
        return self.now


@dataclass
class Work:
    """What a value is made from: it is returned when it may be, or a failure is raised."""

    value: str
    failure: BaseException | None = None
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_finish.set()


class Words(SingleFlight[tuple[str, int], Work, str]):
    """Keeps words about subjects; “final” outlives all, “nothing” is not kept."""

    async def _make(self, source: Work) -> str:
        await source.may_finish.wait()
        if source.failure:
            raise source.failure
        return source.value

    def _subject(self, key: tuple[str, int]) -> str:
        return key[0]

    def _size_of(self, value: str) -> int:
        return len(value)

    def _is_kept(self, value: str) -> bool:
        return value != "nothing"

    def _is_final(self, value: str) -> bool:
        return value == "final"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def words(clock: Clock) -> Words:
    return Words(Bounds(values=3, size=20), LIFETIME, clock)


async def test_value_is_kept_until_it_is_old(words: Words, clock: Clock) -> None:
    first = await words.get(("tea", 1), Work("one"))
    clock.now += LIFETIME - 1
    young = await words.get(("tea", 1), Work("two"))
    clock.now += 1
    old = await words.get(("tea", 1), Work("three"))

    assert (first, young, old) == ("one", "one", "three")
    assert (words.hits, words.misses) == (1, 2)


async def test_value_is_forgotten_with_all_about_its_subject(words: Words) -> None:
    keys = [("tea", 1), ("tea", 2), ("coffee", 1)]
    for key in keys:
        await words.get(key, Work("old"))

    words.forget("tea")

    assert [await words.get(key, Work("new")) for key in keys] == ["new", "new", "old"]


async def test_value_that_was_forgotten_on_its_way_is_finished_and_not_kept(words: Words) -> None:
    slow = Work("old")
    slow.may_finish.clear()
    before = asyncio.create_task(words.get(("tea", 1), slow))
    await asyncio.sleep(0)

    words.forget("tea")
    after = await words.get(("tea", 1), Work("new"))
    slow.may_finish.set()

    assert (await before, after) == ("old", "new")
    assert await words.get(("tea", 1), Work("newer")) == "new"


async def test_value_that_was_forgotten_and_then_fails_leaves_the_newer_one(words: Words) -> None:
    slow = Work("", ValueError())
    slow.may_finish.clear()
    before = asyncio.create_task(words.get(("tea", 1), slow))
    await asyncio.sleep(0)

    words.forget_all()
    words.forget("tea")  # of which there is nothing any more
    await words.get(("tea", 1), Work("new"))
    slow.may_finish.set()
    with pytest.raises(ValueError):
        await before

    assert await words.get(("tea", 1), Work("newer")) == "new"


async def test_value_that_is_final_ends_with_all_or_for_want_of_room_only(
    words: Words,
    clock: Clock,
) -> None:
    await words.get(("tea", 1), Work("final"))
    words.forget("tea")
    clock.now += LIFETIME
    kept = await words.get(("tea", 1), Work("two"))

    words.forget_all()
    after_all = await words.get(("tea", 1), Work("final"))
    for number in range(3):
        await words.get(("coffee", number), Work("more"))
    crowded_out = await words.get(("tea", 1), Work("three"))

    assert (kept, after_all, crowded_out) == ("final", "final", "three")
    assert words.hits == 1


@pytest.mark.parametrize(
    "work",
    [Work("nothing"), Work("", ValueError()), Work("", asyncio.CancelledError())],
)
async def test_value_that_is_not_worth_it_or_failed_is_told_and_not_kept(
    words: Words,
    work: Work,
) -> None:
    work.may_finish = asyncio.Event()
    asked = [asyncio.create_task(words.get(("tea", 1), work)) for _ in range(2)]
    await asyncio.sleep(0)
    work.may_finish.set()
    told = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(each) for each in told] == [type(work.failure or "")] * 2
    assert words.misses == 1
    assert await words.get(("tea", 1), Work("good")) == "good"


async def test_values_are_bounded_by_number_and_by_size(words: Words) -> None:
    for number in range(4):
        await words.get(("tea", number), Work("short"))
    assert await words.get(("tea", 1), Work("new")) == "short"
    assert await words.get(("tea", 0), Work("new")) == "new"

    await words.get(("large", 1), Work("x" * 21))
    await words.get(("tea", 5), Work("short"))  # finds too much, and lets the oldest go
    assert await words.get(("large", 1), Work("new")) == "new"


async def test_values_that_were_forgotten_take_no_room(words: Words) -> None:
    for _ in range(3):
        await words.get(("large", 1), Work("x" * 20))
        words.forget("large")
        await words.get(("large", 1), Work("x" * 20))
        words.forget_all()

    await words.get(("tea", 1), Work("one"))
    await words.get(("tea", 2), Work("two"))

    assert await words.get(("tea", 1), Work("new")) == "one"
