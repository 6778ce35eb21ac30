"""Changing a question that exists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import choices, columns
from polls.db.writer import tryouts
from polls.domain.questions.editing import edited, is_frozen
from polls.domain.questions.log import Act, LogEntry
from polls.domain.questions.questions import Stage
from polls.services.questions import changes, deciding

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.editing import Edit
    from polls.domain.questions.log import By
    from polls.domain.questions.questions import Question


async def edit(database: Database, key: str, by: By, wanted: Edit) -> bool:
    """Change a question, and say whether anything is another way now.

    Ballots that a draft was tried out with are wiped: they were cast on what it was before. A
    decision for more choices than there are to be seats is taken back.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: with every reason why this cannot be.
    """
    return await database.write(_edit, key, by, wanted, datetime.now(UTC))


def _edit(connection: Connection, key: str, by: By, wanted: Edit, now: datetime) -> bool:
    question = changes.begin(connection, key, by)
    becomes = edited(question, wanted, now, _marked(connection, question, wanted, now))
    if not becomes.changes:
        return False
    if question.stage(now) is Stage.DRAFT:
        tryouts.wipe(connection, question.id)
    for choice_id, (text, original) in becomes.texts.items():
        choices.rename(connection, choice_id, text, original)
    if becomes.removed:
        choices.remove(connection, becomes.removed)
    if becomes.added:
        choices.append(connection, question.id, becomes.added)
    if len(question.decided) > becomes.rules.seats:
        deciding.drop(connection, question, by, now)
    changes.finish(
        connection,
        question,
        LogEntry(now, by.actor, Act.EDITED, {"changes": becomes.changes}),
        original_text=becomes.original_text,
        **columns.written(becomes),
    )
    return True


def _marked(
    connection: Connection,
    question: Question,
    wanted: Edit,
    now: datetime,
) -> set[int]:
    """Return which choices stand on ballots, as far as it matters."""
    if not (wanted.removed and is_frozen(question, now)):
        return set()
    counted = {choice.id for choice in question.choices if choice.votes}
    if counted & wanted.removed:
        return counted  # refused already; the ledger, which may be long, need not be read
    return choices.marked(connection, question.id, question.rules.style)
