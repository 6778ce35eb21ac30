"""Sentences about the texts and choices of a question."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.problems.choices import (
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
from polls.presentation.language import gettext
from polls.presentation.refusals import moments, texts
from polls.presentation.wording import listed

_MOST_NAMED = 5
"""Dates: enough to see which ones are meant."""


def sentence(problem: ChoiceProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a text or a choice."""
    match problem:
        case BadText(place, fault):
            return texts.sentence(texts.name(place), fault)
        case NoWebAddress(place):
            return gettext(
                "%(name)s is not a valid web address. Write one such as https://example.org/page.",
                name=texts.name(place),
            )
        case BadDate(place, text, why):
            return f"{_date(place)}, “{_quoted(text)}”: {moments.sentence(why)}"
        case RepeatedChoice():
            return _repeated(problem)
        case OfferedChoice(text):
            return gettext(
                "“%(text)s” is already added by a setting. Remove it from the choices, or turn "
                "that setting off.",
                text=_quoted(text),
            )
        case WrongNumberOfChoices():
            return _wrong_number(problem)
        case CannotRemove(text, conflict):
            return _kept(isolated(text), conflict)
        case AlikeButForCapitals(alike):
            names = listed([f"“{isolated(text)}”" for text in alike])
            return gettext("%(names)s differ only in capitals.", names=names)
        case PastDates(dates):
            return _past(dates)
        case _:
            assert_never(problem)


def _quoted(text: str) -> str:
    return isolated(without_hidden_controls(text))


def _date(place: TextOfChoice | TextOfKnownChoice) -> str:
    return gettext("This date") if isinstance(place, TextOfKnownChoice) else texts.name(place)


def _repeated(problem: RepeatedChoice) -> str:
    text, times = _quoted(problem.text), problem.times
    match problem.is_exact, times:
        case True, 2:
            return gettext("“%(text)s” is listed twice.", text=text)
        case True, _:
            return gettext("“%(text)s” is listed %(times)s times.", text=text, times=times)
        case False, 2:
            return gettext(
                "“%(text)s” is listed twice, though its characters are not quite the same.",
                text=text,
            )
        case _:
            return gettext(
                "“%(text)s” is listed %(times)s times, though its characters are not quite the "
                "same.",
                text=text,
                times=times,
            )


def _wrong_number(problem: WrongNumberOfChoices) -> str:
    told = {"fewest": problem.fewest, "most": problem.most, "number": problem.number}
    if problem.are_dates:
        return gettext("Choose %(fewest)s to %(most)s dates; this question has %(number)s.", **told)
    return gettext(
        "A question needs %(fewest)s to %(most)s choices; this one has %(number)s.", **told
    )


def _kept(text: str, conflict: RemovalConflict) -> str:
    match conflict:
        case RemovalConflict.IS_CLOSED:
            return gettext("“%(text)s” cannot be removed: voting has ended.", text=text)
        case RemovalConflict.HAS_BALLOTS:
            return gettext("“%(text)s” cannot be removed: someone has voted.", text=text)
        case RemovalConflict.IS_MARKED:
            return gettext(
                "“%(text)s” is on at least one ballot, so it cannot be removed.", text=text
            )
        case _:
            assert_never(conflict)


def _past(dates: tuple[str, ...]) -> str:
    number = len(dates)
    if number == 1:
        return gettext("%(dates)s is in the past.", dates=dates[0])
    if number <= _MOST_NAMED:
        return gettext(
            "%(number)s dates are in the past: %(dates)s.", number=number, dates=listed(dates)
        )
    names, left = ", ".join(dates[:_MOST_NAMED]), number - _MOST_NAMED
    return gettext(
        "%(number)s dates are in the past: %(names)s and %(left)s more.",
        number=number,
        names=names,
        left=left,
    )
