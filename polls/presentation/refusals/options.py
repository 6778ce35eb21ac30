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
    UnknownMethod,
    UnknownOption,
)


def sentence(problem: OptionProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with an option, as it was given."""
    match problem:
        case RepeatedOption(name):
            return f"The option {name!r} is given twice."
        case UnknownOption(name, others):
            names = ", ".join(others) or "none"
            return f"There is no option {name!r} here. There are: {names}."
        case NotAmongValues(name, values, given):
            return f"{name} is one of {', '.join(values)}, not {given!r}."
        case NotYesOrNo(name, given):
            return f"{name} is yes or no, not {given!r}."
        case NotWhole(name, least, most, given):
            return f"{name} is a whole number from {least} to {most:,}, not {given!r}."
        case NotChoices(name, choices):
            return f"{name} must name choices by numbers from 1 to {choices}."
        case UnknownMethod(name, others):
            return f"There is no method {name!r}. Choose one of these: {', '.join(others)}."
        case HasOneWinner(title):
            return f"{title} elects one winner."
        case OtherBallots(title, counted, given):
            return f"{title} counts {_ballots(counted)}; the file has {_ballots(given)}."
        case _:
            assert_never(problem)


def _ballots(kind: str) -> str:
    return "rankings" if kind == "ranking" else kind
