"""Minimax: the choice with the smallest worst defeat wins (Simpson 1969; Kramer 1977)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import pairwise, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Profile, Ranking


@dataclass(frozen=True)
class MinimaxOptions(pairwise.PairwiseOptions):
    """What can differ."""

    strength: str = option(
        "winning_votes",
        "What measures a defeat: the ballots of the winning side (winning_votes), how many more"
        " they are (margins), or the ballots against a choice even where it wins (opposition).",
        "winning_votes",
        "margins",
        "opposition",
    )


def count(
    profile: Profile[Ranking], options: MinimaxOptions, _seats: int, lots: Lots
) -> CountResult:
    """Return the choice with the smallest worst defeat."""
    matrix = pairwise.compare(profile, options)
    worst = {
        choice: max(
            (
                matrix.strength(other, choice, options.strength)
                for other in matrix.choices
                if other != choice
            ),
            default=0,
        )
        for choice in matrix.choices
    }
    mildness = {choice: -defeat for choice, defeat in worst.items()}
    placed = ties.place(mildness if matrix.counted else {}, 1, lots)
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups(mildness),
        tied=placed.tied,
        steps=(matrix.duels(), Totals(Quantity.WORST_DEFEAT, worst)),
        ties=placed.ties,
        ballots=matrix.counted + matrix.blank,
        blank=matrix.blank,
    )


METHOD = Method(
    "minimax",
    "Minimax",
    Style.RANKING,
    "Every two choices are compared; the choice with the smallest worst defeat wins.",
    MinimaxOptions,
    count,
    has_seats=False,
    has_equal_ranks=True,
)
