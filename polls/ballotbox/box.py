"""The box: a ballot goes in, a promise of its outcome comes out, kept after the commit."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import structlog

from polls.ballotbox.batch import cut, is_worthwhile
from polls.domain.errors import Absence, BrokenError, PollsError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from polls.domain.ballots.ballots import Ballot, Outcome

log = structlog.get_logger()

CAPACITY = 10_000
"""Ballots that may wait: about a second of voting at full speed, a few megabytes."""

ANSWER_SECONDS = 4
"""A ballot that is not committed by then is answered “not known to be recorded”. Its voter sends
it again, with the same credential, and learns the truth."""

_LOOK_SECONDS = 0.25

Write: TypeAlias = "Callable[[Sequence[Ballot]], Awaitable[list[Outcome | PollsError]]]"
"""Writes a batch in one transaction; answers in the order of the batch, after the commit."""


class _Waiting(NamedTuple):  # cheaper to make than a frozen dataclass; one is made every vote
    ballot: Ballot
    future: asyncio.Future[Outcome]
    since: float


class BallotBox:
    """Collects ballots and hands them to `write`, one batch at a time.

    A batch is cut (`batch.cut`) from what gathered while the one before it was being committed, so
    a lone ballot waits for nothing and a crowd shares commits. To be made where its event loop
    runs.
    """

    def __init__(self, write: Write, capacity: int = CAPACITY) -> None:
        self._write = write
        self._loop = asyncio.get_running_loop()
        self.capacity = capacity
        self.turned_away = 0
        """Ballots that `put` refused."""
        self.overdue = 0
        """Ballots that were answered before their transaction ended."""
        self._waiting: deque[_Waiting] = deque()
        self._batch: list[_Waiting] = []
        self._is_filled = asyncio.Event()
        self._is_draining = False

    @property
    def waiting(self) -> int:
        """Ballots that no batch has taken yet."""
        return len(self._waiting)

    def put(self, ballot: Ballot) -> asyncio.Future[Outcome]:
        """Accept a ballot; the future is done when it is committed or refused.

        Raises:
            UnavailableError: too many ballots wait, or the server is stopping.
        """
        if self._is_draining:
            self.turned_away += 1
            raise UnavailableError(Absence.SERVER_STOPS)
        if len(self._waiting) >= self.capacity:
            self.turned_away += 1
            raise UnavailableError(Absence.TOO_MANY_VOTE)
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self._waiting.append(_Waiting(ballot, future, self._loop.time()))
        self._is_filled.set()
        return future

    async def run(self) -> None:
        """Write batches until `drain` is called and the box is empty.

        To be called again if it fails: the ballots inside are written then.
        """
        for waiting in self._batch:  # whether these were recorded is unknown
            _answer(waiting.future, UnavailableError(Absence.DATABASE_AWAY))
        self._is_filled.set()
        async with asyncio.TaskGroup() as group:  # if either fails, both begin again
            watch = group.create_task(self._answer_overdue())
            while self._waiting or not self._is_draining:
                await self._is_filled.wait()
                self._is_filled.clear()
                while self._waiting:
                    await self._gather()
                    await self._write_batch()
            watch.cancel()

    def drain(self) -> None:
        """Take no more ballots; `run` returns once those inside are written."""
        self._is_draining = True
        self._is_filled.set()

    async def _gather(self) -> None:
        """Let the votes in that the network has already brought, until a look finds no more."""
        gathered = 0
        while gathered < len(self._waiting) and not is_worthwhile(len(self._waiting)):
            gathered = len(self._waiting)
            await asyncio.sleep(0)

    async def _write_batch(self) -> None:
        # Who was answered while waiting was told to send the ballot again: not this one, then.
        self._batch = [waiting for waiting in cut(self._waiting) if not waiting.future.done()]
        outcomes = await self._outcomes([waiting.ballot for waiting in self._batch])
        for waiting, outcome in zip(self._batch, outcomes, strict=True):
            _answer(waiting.future, outcome)
        self._batch = []

    async def _answer_overdue(self) -> None:
        """Keep nobody waiting for a database that does not answer.

        One timer for all: a timer a ballot would cost as much as writing it.
        """
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            latest = self._loop.time() - ANSWER_SECONDS
            for waiting in chain(self._batch, self._waiting):  # the oldest first
                if waiting.since > latest:
                    break
                self.overdue += not waiting.future.done()
                _answer(waiting.future, UnavailableError(Absence.DATABASE_AWAY))

    async def _outcomes(self, ballots: Sequence[Ballot]) -> Sequence[Outcome | PollsError]:
        if not ballots:
            return []
        try:
            return await self._write(ballots)
        except UnavailableError as error:
            return [error] * len(ballots)
        except Exception:
            # A mistake in the program must cost this batch, not the box.
            number = secrets.token_hex(6)
            log.exception("batch_failed", request_id=number, ballots=len(ballots))
            return [BrokenError(number)] * len(ballots)


def _answer(future: asyncio.Future[Outcome], outcome: Outcome | PollsError) -> None:
    if future.done():  # overdue and answered, or its voter's handler was cancelled
        return
    if isinstance(outcome, PollsError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
