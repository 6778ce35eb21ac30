"""Whole numbers, weights and counts in files, each with its bound."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.formats.errors import FormatError
from polls.formats.problems.common import (
    CommonFault,
    DotUnclear,
    Figure,
    NotNumber,
    NotWholeNumber,
    NumberTooLarge,
)
from polls.formats.reading.limits import MAX_CHOICES, MAX_COUNT

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count

_WHOLE = re.compile(r"[0-9]{1,13}")
_WEIGHT = re.compile(r"[0-9]{1,13}(?:/[1-9][0-9]{0,2}|\.[0-9]{1,9})?")
"""Parts of a ballot have few digits below, so that sums of many stay short."""
_OF_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""A decimal, or a whole number with a dot between its thousands."""


def whole(text: str, figure: Figure, at_most: int = MAX_COUNT) -> int:
    """Read a whole number from 0 to `at_most`."""
    if not _WHOLE.fullmatch(text) or int(text) > at_most:
        raise FormatError(NotWholeNumber(figure, at_most, text))
    return int(text)


def weight(
    text: str,
    figure: Figure = Figure.BALLOTS,
    *,
    may_part_thousands: bool = False,
) -> Count:
    """Read a whole number, a decimal or a fraction such as 3/2, exactly.

    Where a dot `may_part_thousands`, as in 1.500 that a spreadsheet wrote in German, it is refused
    if it can be understood in two ways.
    """
    if may_part_thousands and _OF_THOUSANDS.fullmatch(text):
        raise FormatError(DotUnclear(figure, text))
    if not _WEIGHT.fullmatch(text):
        raise FormatError(NotNumber(figure, text))
    value: Count = int(text) if text.isdecimal() else Fraction(text)
    if value > MAX_COUNT:
        raise FormatError(NumberTooLarge(figure, MAX_COUNT, text))
    return value.numerator if value.denominator == 1 else value


def choices(text: str) -> int:
    """Read how many choices there are."""
    number = whole(text, Figure.CHOICES, MAX_CHOICES)
    if not number:
        raise FormatError(CommonFault.NO_CHOICES)
    return number


def seats(text: str, at_most: int = MAX_COUNT) -> int:
    """Read how many are elected."""
    number = whole(text, Figure.SEATS, at_most)
    if not number:
        raise FormatError(CommonFault.NO_SEATS)
    return number


def written(count: Count) -> str:
    """Return a count or weight as the readers here read it."""
    return str(count)
