"""Deleting questions: on demand, and those that were kept for long enough."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from polls.db import deletions as table
from polls.domain.errors import UnavailableError
from polls.domain.questions.log import CLOCK
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.questions.questions import Stage, confirms
from polls.domain.questions.retention import removal
from polls.services.questions import changes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By

log = structlog.get_logger()

CHUNKS_AT_ONCE = 20
"""100,000 ballots: about a second."""

MOST = 100
"""Questions deleted in one go; the next go takes the next ones."""


async def delete(database: Database, key: str, by: By, typed: str) -> None:
    """Delete a question with all that belongs to it; from now on its pages say so.

    The last ballots of a long ledger are left to `finish`, so that nobody waits for them.

    Args:
        database: where it is.
        key: which question.
        by: who wants it.
        typed: the question's text or its key, to show that this very question is meant.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: something else was typed.
    """
    question_id = await database.write(_condemn, key, by, typed, datetime.now(UTC))
    log.info("question_deleted", question=key, actor=by.actor.value)
    with suppress(UnavailableError):  # it is gone already, and the rest can wait
        for _ in range(CHUNKS_AT_ONCE):
            if await database.write(table.empty, question_id):
                return


async def overdue(database: Database, days: int) -> list[str]:
    """Return the keys of some questions whose voting ended so many days ago, or earlier."""
    before = datetime.now(UTC) - timedelta(days=days)
    return await database.read(table.overdue, before, MOST)


async def purge(database: Database, key: str, days: int) -> bool:
    """Delete a question whose voting ended so many days ago, or earlier; say whether that is so."""
    is_purged = await database.write(_purge, key, days, datetime.now(UTC))
    if is_purged:
        log.info("question_deleted", question=key, actor=CLOCK.actor.value)
    return is_purged


async def finish(database: Database) -> int:
    """Delete what is left of deleted questions, in short transactions; return how many they were.

    Can be interrupted at any moment, and be done by several processes at once.
    """
    found = await database.read(table.condemned)
    for question_id in found:
        while not await database.write(table.empty, question_id):
            pass  # each time a chunk less
    return len(found)


def _condemn(connection: Connection, key: str, by: By, typed: str, now: datetime) -> int:
    question = changes.begin(connection, key, by)
    if not confirms(question, typed):
        raise InvalidQuestionError(
            [Problem("typed", Fault.NOT_CONFIRMED)],
        )
    table.condemn(connection, question, now)
    return question.id


def _purge(connection: Connection, key: str, days: int, now: datetime) -> bool:
    question = changes.begin(connection, key, CLOCK)
    due = removal(question.ended_at, days, is_draft=question.is_draft)
    if question.stage(now) is not Stage.CLOSED or due is None or due > now:
        return False  # it was opened again
    table.condemn(connection, question, now)
    return True
