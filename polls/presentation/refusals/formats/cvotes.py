"""Sentences about CVOTES files."""

from __future__ import annotations

from typing import assert_never

from polls.formats.problems.cvotes import (
    CommentedParameter,
    CvotesFault,
    CvotesProblem,
    NoName,
    NoParameter,
    NotBoolean,
    NumberInName,
    ParameterTwice,
    ReservedSigns,
    UnknownParameter,
)
from polls.presentation.language import gettext
from polls.presentation.refusals.formats.quotes import shown


def sentence(problem: CvotesProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a CVOTES file."""
    match problem:
        case CvotesFault():
            return _fault(problem)
        case NoParameter(given):
            return gettext(
                "a parameter is as in #/Candidates: A ; B and not %(given)s", given=shown(given)
            )
        case ParameterTwice(name):
            return gettext("the parameter %(name)s is listed twice", name=name)
        case UnknownParameter(name, meant):
            return gettext(
                "there is no parameter %(name)s: is it %(meant)s?", name=shown(name), meant=meant
            )
        case NotBoolean(name, given):
            return gettext(
                "%(name)s is true or false, not %(given)s", name=name, given=shown(given)
            )
        case ReservedSigns(name, reserved):
            return gettext(
                "%(name)s cannot be a candidate's name: %(reserved)s are reserved by the format, "
                "and ; separates names",
                name=shown(name),
                reserved=" ".join(reserved),
            )
        case NoName(given):
            return gettext("%(given)s cannot be a candidate's name", given=shown(given))
        case NumberInName(name, meant):
            return gettext(
                "%(name)s looks like %(meant)s with a number of ballots: write that number as in "
                "A > B * 3, or name both in a line #/Candidates:",
                name=shown(name),
                meant=shown(meant),
            )
        case CommentedParameter(meant):
            return gettext(
                "this is a comment and begins as a parameter does: write #/%(meant)s: or another "
                "word",
                meant=meant,
            )
        case _:
            assert_never(problem)


def _fault(fault: CvotesFault) -> str:
    match fault:
        case CvotesFault.CANDIDATE_TWICE:
            return gettext("a candidate is listed twice")
        case CvotesFault.EMPTY_RANK:
            return gettext("a rank is empty")
        case CvotesFault.NO_CANDIDATES:
            return gettext("there are no candidates")
        case CvotesFault.NO_VOTES:
            return gettext("no vote names any of the candidates")
        case CvotesFault.PARAMETER_TOO_LATE:
            return gettext("parameters must come before the first vote")
        case CvotesFault.TAGS_TWICE:
            return gettext("tags end with ||, which occurs a second time here")
        case _:
            assert_never(fault)
