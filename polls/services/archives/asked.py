"""The question of an archive with its choices: checked as one that is asked here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import columns
from polls.domain.questions import asking, decisions, fitting
from polls.domain.questions.content import Content, parts
from polls.domain.questions.questions import NewChoice, NewQuestion
from polls.domain.questions.rules import Voters
from polls.services.archives.refusals import BadQuestion, LineFault, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.questions.rules import Rules
    from polls.services.archives.shape import ChoiceLine, QuestionLine


def check(number: int, question: QuestionLine, choices: Sequence[ChoiceLine]) -> Rules:
    """Return the rules of a question that could have been asked here.

    One with fewer choices than a form takes passes: tables that the tutorial's application filled
    may have such questions.

    Args:
        number: of the question's line.
        question: what the line says.
        choices: down the ballot.

    Raises:
        ArchiveError: nobody could have asked it.
    """
    content = Content(**columns.read(question))
    for problem in _problems(question, content, choices):
        refuse(number, problem)
    return content.rules


def _problems(
    question: QuestionLine, content: Content, choices: Sequence[ChoiceLine]
) -> Iterator[BadQuestion | LineFault]:
    new, rules = _new(question, content, choices), content.rules
    plain = asking.plain_count(new.choices)
    found = asking.number_problems(plain, are_dates=asking.is_dated(rules))
    missing = found if plain < asking.FEWEST_CHOICES else []
    for problem in asking.question_problems(new, question.pub_date):
        if problem not in missing:
            yield BadQuestion(problem.reason)
    # Which options are usual, and left out, is another thing in another version.
    if replace(fitting.settled(rules), options=rules.options) != rules:
        yield LineFault.RULES_APART
    is_over = question.is_over(datetime.now(UTC))
    decided = [choice.kind for choice in choices if choice.is_decided]
    if decided and not decisions.is_possible(decided, rules.seats, is_over=is_over):
        yield LineFault.BAD_DECISION
    if question.voters is Voters.NETWORK and question.network_key is None and not is_over:
        yield LineFault.NO_NETWORK_KEY


def _new(question: QuestionLine, content: Content, choices: Sequence[ChoiceLine]) -> NewQuestion:
    return NewQuestion(
        **parts(content),
        pub_date=question.pub_date,
        close_date=question.close_date,
        choices=tuple(
            NewChoice(
                text=choice.choice_text,
                kind=choice.kind,
                description=choice.description,
                link=choice.link,
            )
            for choice in choices
        ),
    )
