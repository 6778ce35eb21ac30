"""Sentences about options of methods, and about methods that do not fit the ballots of a file."""

from __future__ import annotations

from typing import assert_never

from polls.domain.counting.option_problems import (
    HasOneWinner,
    NotAmongValues,
    NotChoices,
    NotWhole,
    NotYesOrNo,
    OptionProblem,
    OtherBallots,
    RepeatedOption,
    ScoresTooHigh,
    UnknownMethod,
    UnknownOption,
)
from polls.domain.text.words import number as written
from polls.presentation.language import gettext


def sentence(problem: OptionProblem) -> str:  # noqa: C901, PLR0911 - one a problem
    """Return what is wrong with an option, as it was given."""
    match problem:
        case RepeatedOption(name):
            return gettext("The option %(name)s is given twice.", name=repr(name))
        case UnknownOption(name, others):
            names = ", ".join(others) or "none"
            return gettext(
                "There is no option %(name)s here. There are: %(names)s.",
                name=repr(name),
                names=names,
            )
        case NotAmongValues(name, values, given):
            return gettext(
                "%(name)s is one of %(values)s, not %(given)s.",
                name=name,
                values=", ".join(values),
                given=repr(given),
            )
        case NotYesOrNo(name, given):
            return gettext("%(name)s is yes or no, not %(given)s.", name=name, given=repr(given))
        case NotWhole(name, least, most, given):
            return gettext(
                "%(name)s is a whole number from %(least)s to %(most)s, not %(given)s.",
                name=name,
                least=least,
                most=written(most),
                given=repr(given),
            )
        case NotChoices(name, choices):
            return gettext(
                "%(name)s must name choices by numbers from 1 to %(choices)s.",
                name=name,
                choices=choices,
            )
        case UnknownMethod(name, others):
            return gettext(
                "There is no method %(name)s. Choose one of these: %(others)s.",
                name=repr(name),
                others=", ".join(others),
            )
        case HasOneWinner(title):
            return gettext("%(title)s elects one winner.", title=title)
        case OtherBallots(title, counted, given):
            return gettext(
                "%(title)s counts %(ballots)s; the file has %(given)s.",
                title=title,
                ballots=_ballots(counted),
                given=_ballots(given),
            )
        case ScoresTooHigh():
            return _too_high(problem)
        case _:
            assert_never(problem)


def _too_high(problem: ScoresTooHigh) -> str:
    refusal = gettext(
        "%(title)s counts scores from 0 to %(highest)s; the file has %(given)s.",
        title=problem.title,
        highest=problem.highest,
        given=problem.given,
    )
    if problem.has_option:
        advice = gettext("Count it with “--option highest=%(given)s”.", given=problem.given)
    else:
        advice = gettext("Count it by a method with scores, such as score.")
    return f"{refusal} {advice}"


def _ballots(kind: str) -> str:
    return "rankings" if kind == "ranking" else kind
