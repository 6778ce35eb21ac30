"""The box: a ballot goes in, a promise of its outcome comes out, kept after the commit."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, TypeAlias

import structlog

from polls.ballotbox.batch import cut
from polls.domain.errors import PollsError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from polls.domain.ballots import Ballot, Outcome

log = structlog.get_logger()

CAPACITY = 10_000
"""Ballots that may wait: about a second of voting at full speed, a few megabytes."""

Write: TypeAlias = "Callable[[Sequence[Ballot]], Awaitable[list[Outcome | PollsError]]]"
"""Writes a batch in one transaction; answers in the order of the batch, after the commit."""


class BallotBox:
    """Collects ballots and hands them to `write`, one batch at a time.

    A batch is all that gathered while the batch before it was being committed, so a lone ballot
    waits for nothing and a crowd shares a commit.
    """

    def __init__(self, write: Write, capacity: int = CAPACITY) -> None:
        self._write = write
        self._capacity = capacity
        self._waiting: deque[tuple[Ballot, asyncio.Future[Outcome]]] = deque()
        self._is_filled = asyncio.Event()
        self._is_draining = False

    def put(self, ballot: Ballot) -> asyncio.Future[Outcome]:
        """Accept a ballot; the future is done when it is committed or refused.

        Raises:
            UnavailableError: too many ballots wait, or the server is stopping.
        """
        if self._is_draining:
            raise UnavailableError("The server is restarting.")
        if len(self._waiting) >= self._capacity:
            raise UnavailableError("Too many people are voting at this moment.")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((ballot, future))
        self._is_filled.set()
        return future

    async def run(self) -> None:
        """Write batches until `drain` is called and the box is empty."""
        while True:
            await self._is_filled.wait()
            if not self._waiting:
                if self._is_draining:
                    return
                self._is_filled.clear()
                continue
            batch = cut(self._waiting)
            outcomes = await self._outcomes([ballot for ballot, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _answer(future, outcome)

    def drain(self) -> None:
        """Take no more ballots; `run` returns once those inside are written."""
        self._is_draining = True
        self._is_filled.set()

    async def _outcomes(self, ballots: Sequence[Ballot]) -> Sequence[Outcome | Exception]:
        try:
            return await self._write(ballots)
        except UnavailableError as error:
            return [error] * len(ballots)
        except Exception as error:
            # A mistake in the program must cost this batch, not the box.
            log.exception("batch_failed", ballots=len(ballots))
            return [error] * len(ballots)


def _answer(future: asyncio.Future[Outcome], outcome: Outcome | Exception) -> None:
    if future.done():  # its voter's handler was cancelled; the ballot is recorded all the same
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
