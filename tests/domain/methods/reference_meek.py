"""Meek's rule as the Proportional Representation Foundation words it, step by step, and slow.

https://prfound.org/resources/reference/reference-meek-rule/. Votes are whole numbers of 10⁻⁹.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ONE = 10**9
OMEGA = 10**3


def elected(ballots: Mapping[tuple[int, ...], int], seats: int, order: Sequence[int]) -> list[int]:
    """Return who is elected, in their order.

    Args:
        ballots: rankings without equal ranks, each with its number.
        seats: to fill.
        order: all candidates; of those who are tied for defeat the first is defeated (T).
    """
    hopeful, winners = list(order), list[int]()
    keep = dict.fromkeys(hopeful, ONE)  # A
    while len(winners) < seats < len(winners) + len(hopeful):  # B.1
        last_surplus = ONE * sum(ballots.values())
        while True:  # B.2
            votes = _distributed(ballots, keep)
            quota = sum(votes.values()) // (seats + 1) + 1  # B.2.b
            reached = [c for c in hopeful if votes[c] >= quota]  # B.2.c
            winners += reached
            hopeful = [c for c in hopeful if c not in reached]
            surplus = max(sum(votes[c] - quota for c in winners), 0)  # B.2.d
            if reached or surplus < OMEGA or surplus >= last_surplus:  # B.2.e
                break
            last_surplus = surplus
            for c in winners:  # B.2.f
                keep[c] = _up(_up(keep[c] * quota, ONE) * ONE, votes[c])
        if not reached:  # B.3
            lowest = min(votes[c] for c in hopeful)
            loser = next(c for c in order if c in hopeful and votes[c] <= lowest + surplus)
            hopeful.remove(loser)
            keep[loser] = 0
    return winners + hopeful if len(winners) < seats else winners  # C


def _distributed(ballots: Mapping[tuple[int, ...], int], keep: Mapping[int, int]) -> dict[int, int]:
    """B.2.a."""
    votes = dict.fromkeys(keep, 0)
    for ranking, number in ballots.items():
        weight = ONE
        for candidate in ranking:
            kept = _up(weight * keep[candidate], ONE)
            votes[candidate] += kept * number
            weight -= kept
    return votes


def _up(product: int, divisor: int) -> int:
    return -(-product // divisor)
