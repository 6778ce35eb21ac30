from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from polls import bulkheads
from polls.bulkheads import Bulkhead
from polls.domain.errors import BusyError, TooMuchAtOnceError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Works:
    """Work that lasts until it is let go; it keeps the order in which it began."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        self.begun: list[str] = []
        self.bulkhead = bulkhead
        self._may_end = threading.Event()

    def start(self, owner: str | None, name: str) -> asyncio.Task[str]:
        return asyncio.create_task(self.bulkhead.run(owner, self._work, name))

    def end(self) -> None:
        self._may_end.set()

    def _work(self, name: str) -> str:
        self.begun.append(name)
        self._may_end.wait(5)
        return name


@pytest.fixture
async def works() -> AsyncIterator[Works]:
    works = Works(Bulkhead(threads=2, waiting=4, waiting_each=2))
    yield works
    works.end()


async def settled() -> None:
    await asyncio.sleep(0.05)


async def test_work_runs_in_a_thread_and_returns() -> None:
    thread = await Bulkhead(threads=1).run(None, threading.current_thread)

    assert thread is not threading.current_thread()
    assert await Bulkhead(threads=1).run("a", sorted, [2, 1], reverse=True) == [2, 1]


async def test_thread_is_used_again_and_ends_when_it_has_been_idle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulkheads, "IDLE_SECONDS", 1.0)
    bulkhead = Bulkhead(threads=1)

    first = await bulkhead.run(None, threading.current_thread)
    again = await bulkhead.run(None, threading.current_thread)
    await asyncio.to_thread(first.join, 5)
    was_alive = first.is_alive()
    later = await bulkhead.run(None, threading.current_thread)

    assert again is first
    assert not was_alive
    assert later is not first


async def test_error_reaches_who_waits() -> None:
    bulkhead = Bulkhead(threads=1)

    with pytest.raises(ZeroDivisionError):
        await bulkhead.run("a", lambda: 1 / 0)
    assert await bulkhead.run("a", lambda: 1) == 1


async def test_owner_leaves_a_thread_to_others(works: Works) -> None:
    tasks = [works.start("a", "a0"), works.start("a", "a1")]
    await settled()
    assert works.begun == ["a0"]

    tasks.append(works.start("b", "b0"))
    await settled()
    assert works.begun == ["a0", "b0"]

    works.end()
    await asyncio.gather(*tasks)


async def test_owners_take_turns() -> None:
    works = Works(Bulkhead(threads=1))
    tasks = [works.start("a", f"a{number}") for number in range(4)]
    await settled()
    tasks.append(works.start("b", "b0"))
    await settled()

    works.end()
    await asyncio.gather(*tasks)

    assert works.begun == ["a0", "a1", "b0", "a2", "a3"]


async def test_program_itself_may_use_every_thread(works: Works) -> None:
    tasks = [works.start(None, "one"), works.start(None, "other")]
    await settled()

    assert works.begun == ["one", "other"]
    works.end()
    await asyncio.gather(*tasks)


async def test_more_than_may_wait_of_one_owner_is_refused(works: Works) -> None:
    tasks = [works.start("a", f"a{number}") for number in range(4)]
    await settled()
    other = works.start("b", "b0")
    works.end()

    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(each) for each in answers] == [str, str, str, TooMuchAtOnceError]
    assert await other == "b0"


async def test_more_than_may_wait_of_all_is_refused(works: Works) -> None:
    tasks = [works.start(None, str(number)) for number in range(2)]
    tasks += [works.start(name, name) for name in "abcde"]
    await settled()
    works.end()

    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(each) for each in answers] == [str] * 6 + [BusyError]


async def test_work_that_waits_too_long_is_refused(
    works: Works,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulkheads, "WAIT_SECONDS", 0.05)
    first = works.start("a", "a0")
    await settled()

    with pytest.raises(BusyError):
        await works.start("a", "a1")

    works.end()
    assert await first == "a0"
    assert works.begun == ["a0"]


async def test_work_that_nobody_waits_for_any_more_does_not_begin(works: Works) -> None:
    running, waiting, last = [works.start("a", f"a{number}") for number in range(3)]
    await settled()

    waiting.cancel()
    await settled()
    works.end()

    assert [await running, await last] == works.begun == ["a0", "a2"]


async def test_event_loop_goes_on_while_threads_compute() -> None:
    bulkhead = Bulkhead(threads=2)
    ends = time.monotonic() + 0.5

    def compute() -> None:
        while time.monotonic() < ends:
            pass

    computing = [asyncio.create_task(bulkhead.run(None, compute)) for _ in range(2)]
    turns = 0
    while time.monotonic() < ends:
        await asyncio.sleep(0.001)
        turns += 1
    await asyncio.gather(*computing)

    assert turns > 5  # it would be one


def test_interpreter_ends_while_work_goes_on() -> None:
    program = """
import asyncio, time
from polls.bulkheads import Bulkhead

async def main():
    asyncio.ensure_future(Bulkhead(threads=1).run(None, time.sleep, 20))
    await asyncio.sleep(0.1)

asyncio.run(main())
"""
    began = time.monotonic()

    subprocess.run([sys.executable, "-c", program], check=True, timeout=15)

    assert time.monotonic() - began < 10


async def test_nobody_waits_any_more_when_the_server_stops(works: Works) -> None:
    tasks = [works.start("a", f"a{number}") for number in range(2)]
    await settled()

    works.bulkhead.give_up()

    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in answers] == [UnavailableError, UnavailableError]
