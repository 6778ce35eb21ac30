"""Asking the same question again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.questions.asking import checked
from polls.domain.questions.content import parts
from polls.domain.questions.questions import NewQuestion
from polls.services.questions import questions

if TYPE_CHECKING:
    from polls.bulkheads import InThread
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.services.questions.questions import Asked


async def duplicate(database: Database, question: Question, in_thread: InThread) -> Asked:
    """Ask a question with the same texts and rules: a draft, without dates, votes or voters.

    Args:
        database: where.
        question: which.
        in_thread: what checks the copy, which takes long with many choices.

    Raises:
        InvalidQuestionError: it does not fit the rules for new questions any more.
    """
    copy = await in_thread(checked, _copy(question), datetime.now(UTC))
    return await questions.ask(database, copy)


def _copy(question: Question) -> NewQuestion:
    return NewQuestion(
        **parts(question),
        choices=tuple(choice.anew for choice in question.choices),
        is_draft=True,
        is_listed=False,  # whoever lists questions has not seen this one
    )
