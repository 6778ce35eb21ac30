"""Sentences about the texts and choices of a question."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.choice_problems import (
    AlikeButForCapitals,
    BadDate,
    BadText,
    CannotRemove,
    ChoiceProblem,
    NoWebAddress,
    OfferedChoice,
    PastDates,
    RemovalConflict,
    RepeatedChoice,
    TextOfChoice,
    TextOfKnownChoice,
    WrongNumberOfChoices,
)
from polls.domain.text.directions import isolated
from polls.domain.text.texts import without_hidden_controls
from polls.domain.text.words import listed
from polls.presentation.refusals import moments, texts

_MOST_NAMED = 5
"""Dates: enough to see which ones are meant."""


def sentence(problem: ChoiceProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a text or a choice."""
    match problem:
        case BadText(place, fault):
            return texts.sentence(texts.name(place), fault)
        case NoWebAddress(place):
            return (
                f"{texts.name(place)} is not a valid web address. Write one such as "
                "https://example.org/page."
            )
        case BadDate(place, text, why):
            return f"{_date(place)}, “{_quoted(text)}”: {moments.sentence(why)}"
        case RepeatedChoice():
            return _repeated(problem)
        case OfferedChoice(text):
            return (
                f"“{_quoted(text)}” is already added by a setting. Remove it from the choices, or "
                "turn that setting off."
            )
        case WrongNumberOfChoices(number, fewest, most):
            return f"A question needs {fewest} to {most} choices; this one has {number}."
        case CannotRemove(text, conflict):
            return _kept(isolated(text), conflict)
        case AlikeButForCapitals(alike):
            names = listed([f"“{isolated(text)}”" for text in alike])
            return f"{names} differ only in capitals."
        case PastDates(dates):
            return _past(dates)
        case _:
            assert_never(problem)


def _quoted(text: str) -> str:
    return isolated(without_hidden_controls(text))


def _date(place: TextOfChoice | TextOfKnownChoice) -> str:
    return "This choice" if isinstance(place, TextOfKnownChoice) else texts.name(place)


def _repeated(problem: RepeatedChoice) -> str:
    text, times = _quoted(problem.text), problem.times
    match problem.is_exact, times:
        case True, 2:
            return f"“{text}” is listed twice."
        case True, _:
            return f"“{text}” is listed {times} times."
        case False, 2:
            return f"“{text}” is listed twice, though its characters are not quite the same."
        case _:
            return (
                f"“{text}” is listed {times} times, though its characters are not quite the same."
            )


def _kept(text: str, conflict: RemovalConflict) -> str:
    match conflict:
        case RemovalConflict.IS_CLOSED:
            return f"“{text}” cannot be removed: voting has ended."
        case RemovalConflict.HAS_BALLOTS:
            return f"“{text}” cannot be removed: someone has voted."
        case RemovalConflict.IS_MARKED:
            return f"“{text}” is on at least one ballot, so it cannot be removed."
        case _:
            assert_never(conflict)


def _past(dates: tuple[str, ...]) -> str:
    number = len(dates)
    if number == 1:
        return f"{dates[0]} is in the past."
    if number <= _MOST_NAMED:
        return f"{number} dates are in the past: {listed(dates)}."
    names, left = ", ".join(dates[:_MOST_NAMED]), number - _MOST_NAMED
    return f"{number} dates are in the past: {names} and {left} more."
