"""Bulkheads: bounded pools of threads for work that would hold up the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, cast

from polls.domain.errors import Absence, BusyError, TooMuchAtOnceError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

Given = ParamSpec("Given")
Result = TypeVar("Result")

WAIT_SECONDS = 10.0
"""How long work may wait for a thread; browsers and proxies wait longer for an answer."""

IDLE_SECONDS = 10.0
"""How long a thread without work waits for more. The event loop stops while a thread starts, which
takes as long as the other threads keep the processor."""


class InThread(Protocol):
    """Calls a function in a thread, and returns what it returns."""

    async def __call__(
        self,
        function: Callable[Given, Result],
        /,
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Result:
        """Call it, with these arguments."""


class Bulkhead:
    """Runs a few pieces of work at once; others wait in turn, and beyond a bound are refused.

    Owners take turns, so that one with much work does not delay another with little (fair queuing,
    RFC 970). The pattern is that of Michael Nygard, “Release It!”, 2007, section 5.3.

    The threads are daemons: a count that takes a minute does not keep the process from ending.
    Python runs one thread at a time and changes between them after `SWITCH_SECONDS`
    (`polls.cli.server.process`), so the event loop waits that long for each thread, and no longer.

    Args:
        threads: how many pieces run at once.
        waiting: how many wait at most, of all owners together.
        waiting_each: how many of one owner wait at most.
    """

    def __init__(self, threads: int, *, waiting: int = 100, waiting_each: int = 20) -> None:
        self._threads = _Threads()
        self._free = threads
        self._most_each = max(1, threads - 1)  # one thread is left for others, if there are two
        self._most_waiting = waiting
        self._most_waiting_each = waiting_each
        self._running: Counter[str] = Counter()
        """By owner, of those that have one."""
        self._pending: set[_Work[Any]] = set()
        """What somebody waits for, running or not."""
        self._waiting: dict[str | None, deque[_Work[Any]]] = {}
        """By owner, in the order of their turns; none without work."""

    async def run(
        self,
        owner: str | None,
        function: Callable[Given, Result],
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Result:
        """Return what the function returns, from a thread, in the context of who asks.

        Args:
            owner: the network on whose behalf it is; None for the program itself, whose work
                counts for the bounds of all only.
            function: what is to be done; it goes on to its end when who waits gives up.
            args: what it is called with.
            options: the same.

        Raises:
            TooMuchAtOnceError: as much of this owner's work waits as may.
            BusyError: as much waits of all, or none of the threads became free in time.
        """
        call = partial(copy_context().run, partial(function, *args, **options))
        work = _Work(owner, call)
        if self._free and self._may_run(owner):
            self._start(work)
        else:
            self._queue(work)
        self._pending.add(work)
        try:
            return await work.done
        finally:
            self._pending.discard(work)
            self._withdraw(work)

    def give_up(self) -> None:
        """Let nobody wait any more: the server stops, and threads that compute end with it."""
        for work in tuple(self._pending):
            if not work.done.done():
                work.done.set_exception(UnavailableError(Absence.SERVER_STOPS))

    def on_behalf_of(self, owner: str | None) -> InThread:
        """Return `run` for this owner."""
        return cast("InThread", partial(self.run, owner))

    def _may_run(self, owner: str | None) -> bool:
        return owner is None or self._running[owner] < self._most_each

    def _queue(self, work: _Work[Any]) -> None:
        queue = self._waiting.get(work.owner, ())
        if work.owner is not None and len(queue) >= self._most_waiting_each:
            raise TooMuchAtOnceError
        if sum(map(len, self._waiting.values())) >= self._most_waiting:
            raise BusyError
        self._waiting.setdefault(work.owner, deque()).append(work)
        work.patience = work.loop.call_later(WAIT_SECONDS, self._refuse, work)

    def _refuse(self, work: _Work[Any]) -> None:
        if self._withdraw(work) and not work.done.done():
            work.done.set_exception(BusyError())

    def _withdraw(self, work: _Work[Any]) -> bool:
        """Take work out of the queue; say whether it was still in there."""
        queue = self._waiting.get(work.owner)
        if queue is None or work not in queue:
            return False
        queue.remove(work)
        if not queue:
            del self._waiting[work.owner]
        if work.patience:
            work.patience.cancel()
        return True

    def _start(self, work: _Work[Any]) -> None:
        self._free -= 1
        if work.owner is not None:
            self._running[work.owner] += 1
        self._threads.call(partial(work.run, self._finish))

    def _finish(self, work: _Work[Any]) -> None:
        self._free += 1
        if work.owner is not None:
            self._running[work.owner] -= 1
            if not self._running[work.owner]:
                del self._running[work.owner]
        while self._free and (following := self._next()):
            self._start(following)

    def _next(self) -> _Work[Any] | None:
        """Take the first work of the owner whose turn it is, who then comes last."""
        for owner, queue in self._waiting.items():
            if self._may_run(owner):
                work = queue[0]
                self._withdraw(work)
                if queue:
                    self._waiting[owner] = self._waiting.pop(owner)
                return work
        return None


class _Work(Generic[Result]):
    """One call of a function, and the future of its result."""

    def __init__(self, owner: str | None, call: Callable[[], Result]) -> None:
        self.owner = owner
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Result] = self.loop.create_future()
        self.patience: asyncio.TimerHandle | None = None
        """Gives it up when it has waited too long."""
        self._call = call

    def run(self, finish: Callable[[_Work[Any]], None]) -> None:
        """Make the call, in a thread, and tell the event loop of its end."""
        settle: Callable[[], None]
        try:
            settle = partial(self._settle, self.done.set_result, self._call())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who waits
            settle = partial(self._settle, self.done.set_exception, error)
        with suppress(RuntimeError):  # the event loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._end, settle, partial(finish, self))

    def _settle(self, tell: Callable[[Any], None], outcome: object) -> None:
        if not self.done.done():
            tell(outcome)

    def _end(self, settle: Callable[[], None], finish: Callable[[], None]) -> None:
        settle()
        finish()


class _Threads:
    """Threads that make calls: as many as there are calls at once, for a while after the last one.

    Not an executor: the interpreter waits for the threads of those when it ends.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0
        """Threads that wait for a call, less the calls that wait for them."""

    def call(self, call: Callable[[], None]) -> None:
        """Make a call in a thread, a new one if all have something to do."""
        with self._lock:
            is_one_idle = self._idle > 0
            self._idle -= is_one_idle
        self._calls.put(call)
        if not is_one_idle:
            threading.Thread(target=self._work, name="bulkhead", daemon=True).start()

    def _work(self) -> None:
        while call := self._following():
            call()
            del call  # it holds what it was called with
            with self._lock:
                self._idle += 1

    def _following(self) -> Callable[[], None] | None:
        while True:
            try:
                return self._calls.get(timeout=IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if self._idle > 0:
                        self._idle -= 1
                        return None  # nobody counts on this thread
