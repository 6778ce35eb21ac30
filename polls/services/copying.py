"""Asking the same question again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions import NewChoice, NewQuestion
from polls.services import questions

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.domain.questions import Question
    from polls.services.questions import Asked


async def duplicate(database: Database, question: Question) -> Asked:
    """Ask a question with the same texts and rules: a draft, without dates, votes or voters.

    Raises:
        InvalidQuestionError: it does not fit the rules for new questions any more.
    """
    return await questions.ask(database, _copy(question))


def _copy(question: Question) -> NewQuestion:
    return NewQuestion(
        text=question.text,
        description=question.description,
        choices=tuple(
            NewChoice(
                text=choice.text,
                kind=choice.kind,
                description=choice.description,
                link=choice.link,
            )
            for choice in question.choices
        ),
        zone=question.zone,
        is_draft=True,
        is_listed=False,  # whoever lists questions has not seen this one
        rules=question.rules,
    )
