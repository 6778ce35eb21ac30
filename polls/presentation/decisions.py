"""The decision of an organiser in a sentence, and what can be decided for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions import decisions
from polls.domain.results.results import Lead
from polls.domain.text.directions import isolated
from polls.presentation import agenda, dates, emphasis
from polls.presentation.language import gettext
from polls.presentation.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.domain.text.words import Names


class DecisionOption(NamedTuple):
    """A choice that the organiser may decide for."""

    id: int
    text: str
    is_winner: bool
    is_chosen: bool


def options(
    question: Question, result: Result | None, given: Collection[str]
) -> tuple[DecisionOption, ...]:
    """Return what can be decided for, down the ballot; chosen is what was, or else who won.

    Args:
        question: with its choices.
        result: of it; None where there is nothing to tell.
        given: ids of choices, as a form had them that was refused.
    """
    has_won = result is not None and result.lead is Lead.WON
    winners = {line.choice.id for line in result.leaders} if result and has_won else set()
    decided = {choice.id for choice in question.decided}
    possible = decisions.choices(question)
    names = {choice.id: dates.text_of(choice, question) for choice in possible}
    if question.rules.has_dates:
        names = agenda.short_names(names, question)  # a list on a phone cuts longer ones
    chosen = {str(each) for each in decided or winners}
    return tuple(
        DecisionOption(
            choice.id,
            names[choice.id],
            choice.id in winners,
            str(choice.id) in (given or chosen),
        )
        for choice in possible
    )


def sentence(question: Question) -> str:
    """Return what was decided, for a place where no markup can be; nothing if nothing was."""
    names = {choice.id: dates.text_of(choice, question) for choice in question.decided}
    return _sentence(question, {id_: isolated(name) for id_, name in names.items()})


def html(question: Question) -> str:
    """Return the same as HTML, all of it escaped, with what was decided for emphasised."""
    names = {choice.id: dates.text_of(choice, question) for choice in question.decided}
    return emphasis.html(_sentence(question, emphasis.set_apart(names)))


def log_texts(texts: list[str], question: Question) -> str:
    """Return what a log entry says was decided for, as a sentence lists it."""
    return listed(f"“{isolated(dates.in_words(text, question))}”" for text in texts)


def _sentence(question: Question, names: Names) -> str:
    if not question.decided:
        return ""
    decided = listed(names[choice.id] for choice in question.decided)
    if not question.rules.has_dates:
        return gettext("Decided: %(choices)s.", choices=decided)
    if agenda.has_times(agenda.months(question.decided, question.zone)):
        return gettext("It is on %(dates)s (%(zone)s).", dates=decided, zone=question.zone)
    return gettext("It is on %(dates)s.", dates=decided)
