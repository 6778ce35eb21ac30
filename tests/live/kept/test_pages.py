from __future__ import annotations

import asyncio
import base64
import gc
import gzip
import random
import threading
from dataclasses import dataclass, field

import pytest

from polls.codings import Coding, packed
from polls.db.engines.changes import Change
from polls.live import PageName, Pages
from polls.live.kept import pages as kept
from polls.live.kept.pages import CAPACITY, LIFETIME, LONG, MOST_BYTES
from polls.single_flight import Bounds

INDEX = PageName("index", None)
BALLOT, OTHER_BALLOT = PageName("poll", "1"), PageName("poll", "2")
RESULTS = PageName("results", "1")


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
    asked = [asyncio.create_task(pages.get(INDEX, painter)) for _ in range(50)]
    await settle()
    painter.may_finish.set()

    found = await asyncio.gather(*asked)

    assert {page.body for page in found} == {b"1"}
    assert painter.begun == 1


async def test_pages_are_kept_while_nothing_changes(pages: Pages, painter: Painter) -> None:
    first = await pages.get(INDEX, painter)
    second = await pages.get(INDEX, painter)

    assert first is second


async def test_pages_have_names_of_their_own(pages: Pages) -> None:
    first, second = Painter(), Painter(begun=5)

    assert (await pages.get(BALLOT, first)).body == b"1"
    assert (await pages.get(OTHER_BALLOT, second)).body == b"6"


async def test_pages_are_rendered_anew_after_a_change(pages: Pages, painter: Painter) -> None:
    await pages.get(INDEX, painter)

    pages.changed(Change("1", 1))

    assert (await pages.get(INDEX, painter)).body == b"2"
    assert (await pages.get(INDEX, painter)).body == b"2"


async def test_pages_of_other_questions_are_kept_through_a_change(pages: Pages) -> None:
    names = [INDEX, INDEX._replace(part=2), BALLOT, OTHER_BALLOT, RESULTS]
    painters = {name: Painter() for name in names}
    for name, painter in painters.items():
        await pages.get(name, painter)

    pages.changed(Change("1", 1))

    for name, painter in painters.items():
        await pages.get(name, painter)
    begun = [painters[name].begun for name in names]
    assert begun == [2, 2, 2, 1, 2]


async def test_pages_are_all_rendered_anew_when_anything_may_have_changed(pages: Pages) -> None:
    painters = {name: Painter() for name in (INDEX, BALLOT, OTHER_BALLOT)}
    for name, painter in painters.items():
        await pages.get(name, painter)

    pages.changed(None)

    for name, painter in painters.items():
        assert (await pages.get(name, painter)).body == b"2"


async def test_pages_begun_before_a_change_are_not_shown_after_it(
    pages: Pages,
    painter: Painter,
) -> None:
    painter.may_finish.clear()
    before = asyncio.create_task(pages.get(INDEX, painter))
    await settle()

    pages.changed(Change("1", 1))
    after = asyncio.create_task(pages.get(INDEX, painter))
    await settle()
    painter.may_finish.set()

    assert (await before).body == b"1"
    assert (await after).body == b"2"
    assert (await pages.get(INDEX, painter)).body == b"2"


async def test_pages_finished_late_do_not_push_out_newer_ones(pages: Pages) -> None:
    slow, quick = Painter(), Painter(begun=10)
    slow.may_finish.clear()
    before = asyncio.create_task(pages.get(INDEX, slow))
    await settle()
    pages.changed(Change("1", 1))
    newer = await pages.get(INDEX, quick)

    slow.may_finish.set()
    await before

    assert await pages.get(INDEX, quick) is newer


async def test_pages_live_for_a_moment_only(pages: Pages, painter: Painter, clock: Clock) -> None:
    await pages.get(INDEX, painter)

    clock.now += LIFETIME - 0.01
    young = await pages.get(INDEX, painter)
    clock.now += 0.02
    old = await pages.get(INDEX, painter)

    assert (young.body, old.body) == (b"1", b"2")


async def test_pages_do_not_keep_a_failure(pages: Pages, painter: Painter) -> None:
    painter.failure = LookupError("away")
    with pytest.raises(LookupError):
        await pages.get(INDEX, painter)

    painter.failure = None

    assert (await pages.get(INDEX, painter)).body == b"2"


async def test_pages_tell_all_who_wait_of_a_failure(pages: Pages, painter: Painter) -> None:
    painter.failure = LookupError("away")
    painter.may_finish.clear()
    asked = [asyncio.create_task(pages.get(INDEX, painter)) for _ in range(3)]
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
    first, second = (asyncio.create_task(pages.get(INDEX, painter)) for _ in range(2))
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
    asked = asyncio.create_task(pages.get(INDEX, painter))
    await settle()

    asked.cancel()
    await settle()
    painter.may_finish.set()
    await settle()
    gc.collect()  # “exception was never retrieved” would be said here

    painter.failure = None
    assert (await pages.get(INDEX, painter)).body == b"2"


async def test_pages_forget_the_oldest_when_they_are_too_large_together(pages: Pages) -> None:
    size = MOST_BYTES // 4
    names = [PageName("screen", "1", number) for number in range(6)]
    begun: list[PageName] = []

    async def get(name: PageName) -> None:
        async def render() -> str:
            begun.append(name)
            return "x" * size

        await pages.get(name, render)

    for name in names:
        await get(name)
    await get(names[5])
    await get(names[0])

    assert begun == [*names, names[0]]


async def test_pages_that_were_forgotten_take_no_room(pages: Pages, painter: Painter) -> None:
    async def large() -> str:
        return "x" * MOST_BYTES

    for _ in range(3):
        await pages.get(BALLOT, large)
        pages.changed(Change("1", 1))
    for _ in range(3):
        await pages.get(BALLOT, large)
        pages.changed(None)

    first = await pages.get(INDEX, painter)
    await pages.get(OTHER_BALLOT, painter)
    assert await pages.get(INDEX, painter) is first


async def test_pages_forget_the_oldest_when_there_are_too_many(pages: Pages) -> None:
    painters = [Painter() for _ in range(CAPACITY + 1)]
    for number, painter in enumerate(painters):
        await pages.get(PageName("poll", str(number)), painter)

    await pages.get(PageName("poll", "0"), painters[0])
    await pages.get(PageName("poll", str(CAPACITY)), painters[CAPACITY])

    assert (painters[0].begun, painters[CAPACITY].begun) == (2, 1)


async def test_pages_of_equal_content_have_equal_tags(pages: Pages) -> None:
    first = await pages.get(INDEX, Painter())
    second = await pages.get(BALLOT, Painter())
    third = await pages.get(OTHER_BALLOT, Painter(begun=1))

    assert first.etag == second.etag
    assert first.etag != third.etag


async def test_pages_are_packed_once_for_many(pages: Pages) -> None:
    page = await pages.get(INDEX, Painter())

    found = await asyncio.gather(*[pages.packed(INDEX, page, Coding.GZIP) for _ in range(50)])

    assert {id(each) for each in found} == {id(found[0])}
    assert gzip.decompress(found[0].body) == page.body
    assert (found[0].etag, found[0].coding) == (f"{page.etag}-gzip", Coding.GZIP)


async def test_long_pages_are_packed_in_a_thread(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def watched(body: bytes, coding: Coding) -> bytes:
        threads.append(threading.get_ident())
        return packed(body, coding)

    async def render() -> str:
        return "Tea or coffee? " * LONG

    monkeypatch.setattr(kept, "packed", watched)
    page = await pages.get(INDEX, render)
    found = await pages.packed(INDEX, page, Coding.GZIP)

    assert gzip.decompress(found.body) == page.body
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


async def test_pages_take_room_in_each_coding(pages: Pages) -> None:
    """What cannot be made smaller takes as much room again."""
    pages._bounds = Bounds(CAPACITY, 10_000)
    noise = base64.b85encode(random.Random(1).randbytes(3_000)).decode()
    first = await pages.get(BALLOT, Painter())

    async def render() -> str:
        return noise

    large = await pages.get(INDEX, render)
    assert await pages.get(BALLOT, Painter(begun=5)) is first
    for coding in Coding:
        await pages.packed(INDEX, large, coding)
    await pages.get(RESULTS, Painter())

    assert await pages.get(BALLOT, Painter(begun=5)) is not first


async def test_packed_pages_that_were_forgotten_take_no_room(pages: Pages) -> None:
    page = await pages.get(BALLOT, Painter())
    packing = asyncio.create_task(pages.packed(BALLOT, page, Coding.GZIP))
    pages.changed(Change("1", 1))
    await packing
    await settle()

    assert pages._size == 0
