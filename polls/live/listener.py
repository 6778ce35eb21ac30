"""Listens for the changes that other processes make, as long as this one serves."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, NoReturn

import structlog

from polls.domain.errors import UnavailableError

if TYPE_CHECKING:
    from polls.db.engines.database import Database, Hear

log = structlog.get_logger()

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 2.0
"""Between two attempts, doubling: a database that restarts is not kept busy, and what happened
while nobody listened shows within seconds."""


async def listen(database: Database, hear: Hear) -> NoReturn:
    """Tell `hear` of every change until cancelled, however often the database goes away.

    Whenever it is back, `hear` is told that anything may have changed.
    """
    loop = asyncio.get_running_loop()
    delay = FIRST_SECONDS
    while True:
        began = loop.time()
        try:
            await database.listen(hear)
        except UnavailableError:
            pass  # it was logged where it was noticed
        except Exception:
            log.exception("listening_failed")  # a mistake in the program; pages still expire
        if loop.time() - began > LONGEST_SECONDS:
            delay = FIRST_SECONDS  # it had worked
        # By chance, so that the processes of a site do not all come back in the same moment.
        await asyncio.sleep(delay * random.uniform(0.5, 1))  # noqa: S311 - no secret
        delay = min(2 * delay, LONGEST_SECONDS)
