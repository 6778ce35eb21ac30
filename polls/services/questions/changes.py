"""The frame of every change of a question: locked, checked, logged, announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.db import log
from polls.db import questions as table
from polls.domain.errors import EditedMeanwhileError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By, LogEntry
    from polls.domain.questions.questions import Question


async def history(database: Database, question: Question) -> list[LogEntry]:
    """Return what was done to a question, the first thing first."""
    return await database.read(log.entries, question.id)


def begin(connection: Connection, key: str, by: By) -> Question:
    """Return a question as it stays until the transaction ends, for who knows its state.

    Raises:
        QuestionDeletedError: there was such a question.
        QuestionNotFoundError: there was none.
        EditedMeanwhileError: it was changed after `by` looked at it.
    """
    question = table.lock(connection, key)
    check(question, by)
    return question


def check(question: Question, by: By) -> None:
    """Make sure that `by` knows the state of a question that is locked.

    Raises:
        EditedMeanwhileError: it was changed after they looked at it.
    """
    if by.revision not in {None, question.revision}:
        raise EditedMeanwhileError


def finish(connection: Connection, question: Question, entry: LogEntry, **columns: Any) -> None:
    """Give columns of the question new values, and write into its log what was done."""
    table.change(connection, question.id, **columns)
    log.add(connection, question.id, entry)
