"""How many votes elect: quotas by their names."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.profiles import Count

QUOTAS = ("droop", "hagenbach_bischoff", "hare", "imperiali")


def unit(counts: Iterable[Count]) -> int:
    """Return into how many parts a ballot falls at most, so that every sum is whole in parts."""
    parts = {count.denominator for count in counts}
    return math.lcm(*parts)


def majority(votes: Count, parts: int = 1) -> Count:
    """Return the least that is more than half."""
    return whole(Fraction(votes * parts // 2 + 1, parts))


def quota(name: str, votes: Count, seats: int) -> Count:
    """Return what elects to one of several seats.

    Droop is whole, and Hare as well: they are rounded as laws do.
    """
    match name:
        case "hare":
            return math.floor(votes / Fraction(seats))
        case "hagenbach_bischoff":
            return whole(votes / Fraction(seats + 1))
        case "imperiali":
            return whole(votes / Fraction(seats + 2))
        case _:
            return math.floor(votes / Fraction(seats + 1)) + 1


def whole(value: Count) -> Count:
    """Return a fraction that is whole as a whole number: it is quicker, and reads better."""
    return value.numerator if value.denominator == 1 else value
