from __future__ import annotations

import asyncio
import gc
from dataclasses import dataclass, field

import pytest

from polls.live import Pages
from polls.live.pages import CAPACITY, LIFETIME


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Painter:
    """Renders “1”, “2”, “3” …, each when it may finish."""

    begun: int = 0
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.may_finish.set()

    async def __call__(self) -> str:
        self.begun += 1
        number = self.begun
        await self.may_finish.wait()
        if self.failure:
            raise self.failure
        return str(number)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages(clock: Clock) -> Pages:
    return Pages(clock)


@pytest.fixture
def painter() -> Painter:
    return Painter()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_pages_are_rendered_once_for_many(pages: Pages, painter: Painter) -> None:
    painter.may_finish.clear()
    asked = [asyncio.create_task(pages.get("index", painter)) for _ in range(50)]
    await settle()
    painter.may_finish.set()

    found = await asyncio.gather(*asked)

    assert {page.body for page in found} == {b"1"}
    assert painter.begun == 1


async def test_pages_are_kept_while_nothing_changes(pages: Pages, painter: Painter) -> None:
    first = await pages.get("index", painter)
    second = await pages.get("index", painter)

    assert first is second


async def test_pages_have_names_of_their_own(pages: Pages) -> None:
    first, second = Painter(), Painter(begun=5)

    assert (await pages.get(("poll", "1"), first)).body == b"1"
    assert (await pages.get(("poll", "2"), second)).body == b"6"


async def test_pages_are_rendered_anew_after_a_change(pages: Pages, painter: Painter) -> None:
    await pages.get("index", painter)

    pages.changed()

    assert (await pages.get("index", painter)).body == b"2"
    assert (await pages.get("index", painter)).body == b"2"


async def test_pages_begun_before_a_change_are_not_shown_after_it(
    pages: Pages,
    painter: Painter,
) -> None:
    painter.may_finish.clear()
    before = asyncio.create_task(pages.get("index", painter))
    await settle()

    pages.changed()
    after = asyncio.create_task(pages.get("index", painter))
    await settle()
    painter.may_finish.set()

    assert (await before).body == b"1"
    assert (await after).body == b"2"
    assert (await pages.get("index", painter)).body == b"2"


async def test_pages_finished_late_do_not_push_out_newer_ones(pages: Pages) -> None:
    slow, quick = Painter(), Painter(begun=10)
    slow.may_finish.clear()
    before = asyncio.create_task(pages.get("index", slow))
    await settle()
    pages.changed()
    newer = await pages.get("index", quick)

    slow.may_finish.set()
    await before

    assert await pages.get("index", quick) is newer


async def test_pages_live_for_a_moment_only(pages: Pages, painter: Painter, clock: Clock) -> None:
    await pages.get("index", painter)

    clock.now += LIFETIME - 0.01
    young = await pages.get("index", painter)
    clock.now += 0.02
    old = await pages.get("index", painter)

    assert (young.body, old.body) == (b"1", b"2")


async def test_pages_do_not_keep_a_failure(pages: Pages, painter: Painter) -> None:
    painter.failure = LookupError("away")
    with pytest.raises(LookupError):
        await pages.get("index", painter)

    painter.failure = None

    assert (await pages.get("index", painter)).body == b"2"


async def test_pages_tell_all_who_wait_of_a_failure(pages: Pages, painter: Painter) -> None:
    painter.failure = LookupError("away")
    painter.may_finish.clear()
    asked = [asyncio.create_task(pages.get("index", painter)) for _ in range(3)]
    await settle()
    painter.may_finish.set()

    found = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(each) for each in found] == [LookupError] * 3
    assert painter.begun == 1


async def test_pages_are_finished_for_others_when_one_leaves(
    pages: Pages,
    painter: Painter,
) -> None:
    painter.may_finish.clear()
    first, second = (asyncio.create_task(pages.get("index", painter)) for _ in range(2))
    await settle()

    first.cancel()
    await settle()
    painter.may_finish.set()

    assert (await second).body == b"1"
    assert first.cancelled()
    assert painter.begun == 1


async def test_pages_that_fail_after_all_have_left_are_forgotten(
    pages: Pages,
    painter: Painter,
) -> None:
    painter.failure = LookupError("away")
    painter.may_finish.clear()
    asked = asyncio.create_task(pages.get("index", painter))
    await settle()

    asked.cancel()
    await settle()
    painter.may_finish.set()
    await settle()
    gc.collect()  # “exception was never retrieved” would be said here

    painter.failure = None
    assert (await pages.get("index", painter)).body == b"2"


async def test_pages_forget_the_oldest_when_there_are_too_many(pages: Pages) -> None:
    painters = [Painter() for _ in range(CAPACITY + 1)]
    for number, painter in enumerate(painters):
        await pages.get(number, painter)

    await pages.get(0, painters[0])
    await pages.get(CAPACITY, painters[CAPACITY])

    assert (painters[0].begun, painters[CAPACITY].begun) == (2, 1)


async def test_pages_of_equal_content_have_equal_tags(pages: Pages) -> None:
    first = await pages.get("a", Painter())
    second = await pages.get("b", Painter())
    third = await pages.get("c", Painter(begun=1))

    assert first.etag == second.etag
    assert first.etag != third.etag
