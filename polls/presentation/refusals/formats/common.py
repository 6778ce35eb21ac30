"""Sentences about numbers and names in files of several formats."""

from __future__ import annotations

from typing import assert_never

from polls.domain.text.words import number as written
from polls.formats.problems.common import (
    CommonFault,
    CommonProblem,
    DotUnclear,
    Figure,
    ListedTwice,
    NameTooLong,
    NearlyAlike,
    NotNumber,
    NotWholeNumber,
    NumberTooLarge,
    TooManyChoices,
)
from polls.presentation.language import gettext
from polls.presentation.refusals.formats.quotes import shown


def sentence(problem: CommonProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a number or a name."""
    match problem:
        case CommonFault():
            return _fault(problem)
        case NotWholeNumber(figure, most, given):
            return gettext(
                "%(figure)s should be a whole number up to %(most)s, not %(given)s",
                figure=_name(figure),
                most=written(most),
                given=shown(given),
            )
        case NotNumber(figure, given):
            return gettext(
                "%(figure)s should be a number such as 3, 1.5 or 2/3, not %(given)s",
                figure=_name(figure),
                given=shown(given),
            )
        case NumberTooLarge(figure, most, given):
            return gettext(
                "%(figure)s may be %(most)s at most, not %(given)s",
                figure=_name(figure),
                most=written(most),
                given=shown(given),
            )
        case DotUnclear(figure, given):
            return gettext(
                "%(figure)s could be a decimal or have a dot between its thousands: write "
                "%(decimal)s or %(whole)s, and not %(given)s",
                figure=_name(figure),
                decimal=given + "0",
                whole=given.replace(".", ""),
                given=shown(given),
            )
        case ListedTwice(name):
            return gettext("the choice %(name)s is listed twice", name=shown(name))
        case TooManyChoices(most):
            return gettext("there are more than %(most)s choices", most=written(most))
        case NearlyAlike(name, other):
            return gettext(
                "%(name)s is nearly %(other)s: write both alike",
                name=shown(name),
                other=shown(other),
            )
        case NameTooLong(length, longest):
            return gettext(
                "a name has %(length)s characters; %(longest)s are allowed",
                length=written(length),
                longest=written(longest),
            )
        case _:
            assert_never(problem)


def _fault(fault: CommonFault) -> str:
    match fault:
        case CommonFault.NO_CHOICES:
            return gettext("there are no choices")
        case CommonFault.NO_NAME:
            return gettext("a choice has no name")
        case CommonFault.NO_SEATS:
            return gettext("the number of seats is 0: write how many are elected, 1 or more")
        case _:
            assert_never(fault)


def _name(figure: Figure) -> str:  # noqa: C901, PLR0911 - one a figure
    match figure:
        case Figure.ALTERNATIVE:
            return gettext("an alternative")
        case Figure.ALTERNATIVE_NUMBER:
            return gettext("an alternative's number")
        case Figure.BALLOTS:
            return gettext("the number of ballots")
        case Figure.CHOICES:
            return gettext("the number of choices")
        case Figure.MAX_RATING:
            return "max_rating"  # as ABIF calls it
        case Figure.RANK:
            return gettext("a rank")
        case Figure.SCORE:
            return gettext("a score")
        case Figure.SEATS:
            return gettext("the number of seats")
        case Figure.VOTERS:
            return gettext("the number of voters")
        case Figure.VOTE_WEIGHT:
            return gettext("a vote's weight")
        case _:
            assert_never(figure)
