"""What has to be done though nobody asks: the clock opens and closes questions, old ones go."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import structlog

from polls.db import openings
from polls.domain.errors import (
    QuestionDeletedError,
    QuestionNotFoundError,
    UnavailableError,
)
from polls.domain.start_errors import StartError
from polls.services.questions import deletion, joining, sealing
from polls.services.records import keys, making
from polls.services.records.apart import ProcessFailedError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from polls.db.engines.database import Database
    from polls.settings import Settings

log = structlog.get_logger()

ROUND_SECONDS = 60
"""Between two rounds: a minute after its end nothing leads from a question's voters to votes."""

SCATTER = 0.2
"""The part of that by which rounds differ, so that processes do not come all at once."""


class Done(NamedTuple):
    """What a round has done, in questions."""

    sealed: int
    deleted: int
    recorded: int = 0


async def keep_house(database: Database, settings: Settings) -> None:
    """Do a round every minute, until cancelled; a database that is away is left for the next."""
    while True:
        try:
            done = await tidy(database, settings)
            if any(done):
                log.info("house_kept", **done._asdict())
        except UnavailableError:
            pass  # which was logged where it was noticed
        except Exception:
            log.exception("housekeeping_failed")
        await asyncio.sleep(ROUND_SECONDS * random.uniform(1 - SCATTER, 1 + SCATTER))  # noqa: S311


async def tidy(database: Database, settings: Settings) -> Done:
    """Do a round: of each kind of work the first hundred questions.

    Each question is a transaction of its own that looks whether it still has to be done, so
    several processes may do this at once, and any of them may stop in the middle.

    Raises:
        UnavailableError: the database is away; what is left is done next time.
    """
    now = datetime.now(UTC)
    if ids := await database.read(openings.due, now, sealing.MOST):
        await database.write(openings.note, ids, now)
    sealed = 0
    for key in await sealing.due(database):
        sealed += await _unless_gone(sealing.seal(database, key))
    if (days := settings.retention_days) is not None:
        for key in await deletion.overdue(database, days):
            await _unless_gone(deletion.purge(database, key, days))
    await joining.release(database, now)
    deleted = await deletion.finish(database)
    return Done(sealed, deleted, await _records(database, settings))


async def _records(database: Database, settings: Settings) -> int:
    """Make records, and return how many; without a key nothing else has to wait."""
    made = 0
    try:
        await keys.forget(database, settings)
        for key in await making.due(database):
            made += await _unless_failed(making.make(database, settings, key), key)
    except StartError as error:
        log.warning("signing_key_unusable", reason=str(error))
    return made


async def _unless_failed(work: Awaitable[bool], key: str) -> bool:
    """Do what is tried again in the next round; others do not wait for it."""
    try:
        return await _unless_gone(work)
    except ProcessFailedError:
        log.exception("record_failed", question=key)
        return False


async def _unless_gone(work: Awaitable[bool]) -> bool:
    try:
        return await work
    except (QuestionDeletedError, QuestionNotFoundError):
        return False  # somebody was quicker
