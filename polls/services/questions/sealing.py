"""What is done when voting has ended, by an act or by the date that was set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import log, questions
from polls.db import sealing as table
from polls.domain.questions.log import Act, Actor, LogEntry
from polls.domain.questions.questions import Stage

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question

MOST = 100
"""Questions sealed in one go; the next go takes the next ones."""


async def seal(database: Database, key: str) -> bool:
    """Forget what led from voters to votes, if voting has ended; say whether that was to be done.

    In transactions of their own, after the one that ended voting: what two rows were written in
    together, they could be joined by. Each is short, and all can be done again from the start.

    Raises:
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
    """
    after: bytes | None = b""
    while after is not None:
        is_due, after = await database.write(_rewrite, key, after, datetime.now(UTC))
        if not is_due:
            return False
    return await database.write(_seal, key, datetime.now(UTC))


async def due(database: Database) -> list[str]:
    """Return the keys of some questions that are to be sealed."""
    return await database.read(table.unsealed, datetime.now(UTC), MOST)


def _rewrite(
    connection: Connection,
    key: str,
    after: bytes,
    now: datetime,
) -> tuple[bool, bytes | None]:
    """Do a step; say whether it was due, and where the next one begins."""
    question = questions.lock(connection, key)
    if not _is_due(connection, question, now):
        return False, None
    table.forget_networks(connection, question.id)
    return True, table.rewrite(connection, question.id, after)


def _seal(connection: Connection, key: str, now: datetime) -> bool:
    question = questions.lock(connection, key)
    if not _is_due(connection, question, now):
        return False  # opened again, or another process was quicker
    table.seal(connection, question.id)
    if question.closed_at is None and question.ended_at is not None:
        # From here on nothing opens it again by itself, not even a clock that is put back.
        closed_at = question.ended_at
        if question.stopped_at is None:
            log.add(connection, question.id, LogEntry(closed_at, Actor.CLOCK, Act.CLOSED))
        questions.change(connection, question.id, is_revised=False, closed_at=closed_at)
    return True


def _is_due(connection: Connection, question: Question, now: datetime) -> bool:
    is_over = question.stage(now) is Stage.CLOSED
    return is_over and not table.is_sealed(connection, question.id)
