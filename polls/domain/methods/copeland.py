"""Copeland: the choice with the most head-to-head wins wins; a tie counts as half a win.

Copeland, "A reasonable social welfare function", 1951.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import pairwise, quotas, ties
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Profile, Ranking


@dataclass(frozen=True)
class CopelandOptions(pairwise.PairwiseOptions):
    """What can differ."""


def count(
    profile: Profile[Ranking], options: CopelandOptions, _seats: int, lots: Lots
) -> CountResult:
    """Return the choice with the most victories, those with equal votes counting half."""
    matrix = pairwise.compare(profile, options)
    victories = {
        choice: quotas.whole(
            sum(
                (_points(matrix, choice, other) for other in matrix.choices if other != choice),
                Fraction(),
            ),
        )
        for choice in matrix.choices
    }
    placed = ties.place(victories if matrix.counted else {}, 1, lots)
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups(victories),
        tied=placed.tied,
        steps=(matrix.duels(), Totals(Quantity.VICTORIES, victories)),
        ties=placed.ties,
        ballots=matrix.counted + matrix.blank,
        blank=matrix.blank,
    )


def _points(matrix: pairwise.Matrix, one: int, other: int) -> Fraction:
    if matrix.beats(one, other):
        return Fraction(1)
    return Fraction(0) if matrix.beats(other, one) else Fraction(1, 2)


METHOD = Method(
    "copeland",
    "Copeland",
    Style.RANKING,
    "The choice that wins the most head-to-head comparisons wins.",
    CopelandOptions,
    count,
    has_seats=False,
    has_equal_ranks=True,
)
