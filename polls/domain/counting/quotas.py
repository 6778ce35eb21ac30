"""Quotas by name (Droop, Hare, …): how many votes elect a choice."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.profiles import Count

QUOTAS = ("droop", "droop_with_decimals", "hagenbach_bischoff", "hare", "imperiali")


def unit(counts: Iterable[Count]) -> int:
    """Return into how many parts a ballot falls at most, so that every sum is whole in parts."""
    kinds = set(counts)  # few differ, and only they are looked at
    return math.lcm(*(count.denominator for count in kinds))


def majority(votes: Count, parts: int = 1) -> Count:
    """Return the least that is more than half."""
    return whole(Fraction(votes * parts // 2 + 1, parts))


def quota(name: str, votes: Count, seats: int, decimals: int) -> Count:
    """Return what elects to one of several seats.

    Droop is whole, and Hare as well: they are rounded as laws do. With decimals Droop's is the
    least number of so many decimals that is more than V/(S+1).
    """
    if name == "droop_with_decimals":
        parts = 10**decimals
        return whole(Fraction(math.floor(votes * parts / Fraction(seats + 1)) + 1, parts))
    if name == "hare":
        return math.floor(votes / Fraction(seats))
    if name == "hagenbach_bischoff":
        return whole(votes / Fraction(seats + 1))
    if name == "imperiali":
        return whole(votes / Fraction(seats + 2))
    return math.floor(votes / Fraction(seats + 1)) + 1


def whole(value: Count) -> Count:
    """Return a fraction that is whole as a whole number: it is quicker, and reads better."""
    return value.numerator if value.denominator == 1 else value
