"""Sentences about files of PrefLib."""

from __future__ import annotations

from typing import assert_never

from polls.domain.text.words import number as written
from polls.formats.problems.preflib import (
    AlternativeTwice,
    NoOrder,
    NoOrderBegins,
    NoOrders,
    NoTotals,
    OtherCount,
    OtherNames,
    OtherOrders,
    PreflibFault,
    PreflibProblem,
)
from polls.presentation.language import gettext, ngettext
from polls.presentation.refusals.formats.quotes import shown
from polls.presentation.wording import plural


def sentence(problem: PreflibProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a file of PrefLib."""
    match problem:
        case PreflibFault():
            return _fault(problem)
        case NoTotals(given):
            return gettext(
                "totals are three numbers as in 7,7,3, not %(given)s", given=shown(given)
            )
        case OtherNames(wanted):
            return ngettext(
                "there should be %(num)s name of alternatives, numbered from 1",
                "there should be %(num)s names of alternatives, numbered from 1",
                wanted,
            )
        case OtherCount(said, found):
            return ngettext(
                "the file says that it has %(num)s ballot, and has %(found)s: has a part of it "
                "been lost?",
                "the file says that it has %(num)s ballots, and has %(found)s: has a part of it "
                "been lost?",
                plural(said),
                num=written(said),
                found=written(found),
            )
        case OtherOrders(said, found):
            return gettext(
                "the file says that its orders are %(said)s, and they are %(found)s: has a part of "
                "it been lost?",
                said=said,
                found=found,
            )
        case AlternativeTwice(number):
            return gettext("the alternative %(number)s is listed twice", number=number)
        case NoOrders(given):
            return gettext("the data are %(given)s, which are not orders", given=shown(given))
        case NoOrderBegins(given, example):
            return gettext(
                "an order begins as in %(example)s and not %(given)s",
                example=example,
                given=shown(given),
            )
        case NoOrder(part):
            return gettext(
                "an order is numbers as in 1,{2,3},4, without %(part)s here", part=shown(part)
            )
        case _:
            assert_never(problem)


def _fault(fault: PreflibFault) -> str:
    match fault:
        case PreflibFault.EMPTY:
            return gettext("the file is empty")
        case PreflibFault.NO_SIZE:
            return gettext("a line such as # NUMBER ALTERNATIVES: 3 is missing before the orders")
        case PreflibFault.OPEN_BRACE:
            return gettext("an order is numbers as in 1,{2,3},4, and a } is missing here")
        case PreflibFault.ZERO:
            return gettext("alternatives are numbered from 1")
        case _:
            assert_never(fault)
