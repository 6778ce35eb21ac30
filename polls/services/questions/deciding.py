"""The decision of a question: what its organiser chose when voting had ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import choices as table
from polls.db import log
from polls.db import questions as questions_table
from polls.domain.errors import StageConflict, WrongStageError
from polls.domain.questions import decisions
from polls.domain.questions.log import Act, LogEntry
from polls.domain.questions.questions import Stage
from polls.services.questions import changes

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By
    from polls.domain.questions.questions import Question

_TOO_EARLY = {
    Stage.DRAFT: StageConflict.IS_DRAFT,
    Stage.SCHEDULED: StageConflict.IS_SCHEDULED,
}
"""Why nothing is decided where there was no vote; in the other stages it goes on."""


async def decide(database: Database, key: str, by: By, chosen: Collection[int]) -> bool:
    """Decide for choices, by their ids; say whether that was not the decision already.

    Everybody who may see the question sees it, also where the result is not shown.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: these choices cannot be the decision.
        WrongStageError: voting has not ended.
    """
    return await database.write(_decide, key, by, set(chosen), datetime.now(UTC))


async def undecide(database: Database, key: str, by: By) -> bool:
    """Take the decision back; say whether there was one.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
    """
    return await database.write(_undecide, key, by, datetime.now(UTC))


def drop(connection: Connection, question: Question, by: By, now: datetime) -> None:
    """Take a decision back, if there is one, in a change of the question that it does not fit."""
    if question.decided:
        table.decide(connection, question.id, ())
        log.add(connection, question.id, LogEntry(now, by.actor, Act.UNDECIDED))


def _decide(connection: Connection, key: str, by: By, chosen: set[int], now: datetime) -> bool:
    question = questions_table.lock(connection, key)
    if chosen and chosen == {choice.id for choice in question.decided}:
        return False  # pressed twice, perhaps
    changes.check(question, by)
    stage = question.stage(now)
    if stage is not Stage.CLOSED:
        raise WrongStageError(_TOO_EARLY.get(stage, StageConflict.DECIDED_BEFORE_THE_END))
    decisions.check(question, chosen)
    table.decide(connection, question.id, chosen)
    texts = [choice.text for choice in question.choices if choice.id in chosen]
    changes.finish(connection, question, LogEntry(now, by.actor, Act.DECIDED, {"choices": texts}))
    return True


def _undecide(connection: Connection, key: str, by: By, now: datetime) -> bool:
    question = questions_table.lock(connection, key)
    if not question.decided:
        return False  # pressed twice, perhaps
    changes.check(question, by)
    table.decide(connection, question.id, ())
    changes.finish(connection, question, LogEntry(now, by.actor, Act.UNDECIDED))
    return True
