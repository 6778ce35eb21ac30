"""Whether this process can do its work at this moment."""

from __future__ import annotations

import asyncio
import time
from enum import Enum
from typing import TYPE_CHECKING

import structlog

from polls import migrations
from polls.domain.errors import UnavailableError
from polls.domain.start_errors import StartError

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.services.running.supervision import Supervisor

log = structlog.get_logger()

KEEP_SECONDS = 1
"""How long a look at the database is good for: however many ask, it is looked at once a second."""

WAIT_SECONDS = 1.5
"""How long a look may take before the answer is “it does not answer”: balancers wait for
2 s or more."""

NEARLY_FULL = 0.8
"""The part of the ballot box from which on votes should rather go to another server."""


class Obstacle(Enum):
    """Why a process is not ready, in the words of its answer, which anybody may read."""

    STOPPING = "the server is stopping"
    BALLOT_BOX = "the ballot box is nearly full"
    TASK = "a part of the server has failed and is being restarted"
    DATABASE = "the database does not answer"
    WRITING = "the database accepts no changes"
    SCHEMA = "the tables are out of date: run “polls migrate”"


class Readiness:
    """Knows whether requests should be sent to this process."""

    def __init__(
        self,
        database: Database,
        box: BallotBox,
        supervisor: Supervisor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._box = box
        self._supervisor = supervisor
        self._clock = clock
        self._is_stopping = False
        self._look: asyncio.Task[Obstacle | None] | None = None
        self._looked_at = -float("inf")
        self.found: tuple[Obstacle, ...] = ()
        """What `problems` returned last."""

    async def problems(self) -> tuple[Obstacle, ...]:
        """Return all that speaks against sending requests here; never takes long."""
        found = []
        if self._is_stopping:
            found.append(Obstacle.STOPPING)
        if self._box.waiting >= NEARLY_FULL * self._box.capacity:
            found.append(Obstacle.BALLOT_BOX)
        if self._supervisor.down:
            found.append(Obstacle.TASK)
        if not self._is_stopping and (problem := await self._of_the_database()):
            found.append(problem)
        if tuple(found) != self.found:
            log.warning("readiness_changed", problems=[each.value for each in found])
        self.found = tuple(found)
        return self.found

    def stop(self) -> None:
        """From now on not ready: the process is about to end."""
        self._is_stopping = True

    async def close(self) -> None:
        """Give up a look that is under way, because the database is about to be closed."""
        if self._look:
            self._look.cancel()
            await asyncio.wait({self._look}, timeout=WAIT_SECONDS)

    async def _of_the_database(self) -> Obstacle | None:
        now = self._clock()
        is_old = now >= self._looked_at + KEEP_SECONDS
        if self._look is None or (self._look.done() and is_old):
            self._look = asyncio.create_task(self._look_at_the_database())
            self._looked_at = now
        # All wait for the same look; one that hangs is neither repeated nor waited for again.
        left = max(0, self._looked_at + WAIT_SECONDS - now)
        done, _ = await asyncio.wait({self._look}, timeout=left)
        return self._look.result() if done else Obstacle.DATABASE

    async def _look_at_the_database(self) -> Obstacle | None:
        try:
            difference = await migrations.compare(self._database)
        except UnavailableError:
            return Obstacle.DATABASE
        except StartError:
            # Tables of a newer version: this process goes on until its successor is up.
            return None
        except Exception:
            log.exception("readiness_failed")
            return Obstacle.DATABASE
        if not difference.is_none:
            return Obstacle.SCHEMA
        try:
            await self._database.try_to_write()
        except UnavailableError:
            return Obstacle.WRITING
        return None
