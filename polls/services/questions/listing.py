"""The front page: whose questions are on it, which the operator decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.errors import StageConflict, WrongStageError
from polls.domain.questions.log import Act, LogEntry
from polls.services.questions import changes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By


async def approve(database: Database, key: str, by: By) -> bool:
    """Put a question on the front page whose organiser wants it there; say whether it was not.

    Raises:
        QuestionNotFoundError: there is none with this key.
        WrongStageError: its organiser has not asked for it.
    """
    return await database.write(_approve, key, by, datetime.now(UTC))


async def withdraw(database: Database, key: str, by: By) -> bool:
    """Take a question off the front page, or refuse it a place; say whether there was any of it.

    Raises:
        QuestionNotFoundError: there is none with this key.
    """
    return await database.write(_withdraw, key, by, datetime.now(UTC))


def _approve(connection: Connection, key: str, by: By, now: datetime) -> bool:
    question = changes.begin(connection, key, by)
    if question.is_listed:
        return False
    if not question.wants_listing:
        raise WrongStageError(StageConflict.IS_NOT_PROPOSED)
    entry = LogEntry(now, by.actor, Act.LISTED)
    changes.finish(connection, question, entry, is_listed=True, wants_listing=False)
    return True


def _withdraw(connection: Connection, key: str, by: By, now: datetime) -> bool:
    question = changes.begin(connection, key, by)
    if not (question.is_listed or question.wants_listing):
        return False
    entry = LogEntry(now, by.actor, Act.UNLISTED)
    changes.finish(connection, question, entry, is_listed=False, wants_listing=False)
    return True
