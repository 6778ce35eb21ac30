"""Numbers as sentences have them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    Amount: TypeAlias = int | Fraction
    """How many, or what they weigh together."""

    Names: TypeAlias = Mapping[int, str] | Sequence[str]
    """What each choice is called."""

_DECIMALS = 5
_PLACES = 10**_DECIMALS


def number(value: Amount) -> str:
    """Return a count as people read it: whole, or rounded to five decimals."""
    if isinstance(value, Fraction) and value.denominator > 1:
        scaled = round(value * _PLACES)
        whole, parts = divmod(abs(scaled), _PLACES)
        digits = f"{parts:0{_DECIMALS}}".rstrip("0")
        return f"{'-' if scaled < 0 else ''}{whole:,}{'.' if digits else ''}{digits}"
    return f"{int(value):,}"


def percent(part: Amount, whole: Amount) -> int:
    """Return a share of a whole in percent, rounded half up; 0 of nothing."""
    # In integers or fractions: a binary float would round 12.5 % to the even neighbour.
    return int((200 * part + whole) // (2 * whole)) if whole else 0


def share(part: Amount, whole: Amount, is_enough: Callable[[Fraction], bool] | None) -> Amount:
    """Return a share of a whole in percent, rounded half up; 0 of nothing.

    It is whole, but for a share that would round across a limit: that has as many decimals as say
    on which side of the limit it is, as 66.5 for 135 of 203, where two thirds are enough.

    Args:
        part: of the whole.
        whole: 100 percent.
        is_enough: whether a share in percent reaches the limit; None: there is none.
    """
    if is_enough is None or not whole:
        return percent(part, whole)
    exact = Fraction(100 * part) / whole
    scale = 1
    while is_enough(rounded := floor(exact * scale + Fraction(1, 2)) / Fraction(scale)) != (
        is_enough(exact)
    ):
        scale *= 10
    return rounded.numerator if rounded.denominator == 1 else rounded


def written_share(share: Amount) -> str:
    """Return a share as digits, with all decimals that it has."""
    return f"{Decimal(share.numerator) / Decimal(share.denominator):f}"


def score_name(score: int, labels: Sequence[str]) -> str:
    """Return what a score is called: its label, if it has one, or its number."""
    return labels[score] if score < len(labels) else str(score)
