"""Borda: with n choices, first place earns n-1 points, second n-2, and last place none.

Borda, "Mémoire sur les élections au scrutin", 1781.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import quotas, rank_counts, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class BordaOptions(ties.SeatOptions):
    """What can differ."""

    unranked: str = option(
        "average",
        "What choices that a ballot leaves out earn: the average of the places left (average), or"
        " no points (zero).",
        "average",
        "zero",
    )
    last_place: int = option(
        0,
        "How many points last place earns; each place above it earns one point more.",
    )


def count(profile: Profile[Ranking], options: BordaOptions, seats: int, lots: Lots) -> CountResult:
    """Return the `seats` choices with the most points; equal ranks share theirs."""
    said = rank_counts.count(profile, unranked_are_last=True)
    points = _points(said, options)
    placed = ties.place(options.electable(points) if said.counted else {}, seats, lots)
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups(points),
        tied=placed.tied,
        steps=(Totals(Quantity.POINTS, points),),
        ties=placed.ties,
        ballots=said.counted + said.blank,
        blank=said.blank,
    )


def _points(said: rank_counts.RankCounts, options: BordaOptions) -> dict[int, Count]:
    """Add up the points: who is on a rank shares those of its places, above all who are below."""
    doubled: dict[int, Count] = dict.fromkeys(said.sets.members(said.sets.everybody), 0)
    left = {said.sets.everybody: said.counted}
    """How often a set is left out: how often it stood below a rank, and was not ranked further."""

    def add(group: int, places_below: int, number: Count) -> None:
        # the average of the places, doubled: whole
        twice = 2 * (places_below + options.last_place) + group.bit_count() - 1
        for choice in said.sets.members(group):
            doubled[choice] += twice * number

    for on_rank, of_rank in said.above.items():
        for below, number in of_rank.items():
            add(on_rank, below.bit_count(), number)
            left[below] = left.get(below, 0) + number
            left[on_rank | below] = left.get(on_rank | below, 0) - number
    if options.unranked == "average":
        for group, number in left.items():
            add(group, 0, number)
    return {choice: quotas.whole(Fraction(value) / 2) for choice, value in doubled.items()}


METHOD = Method(
    "borda",
    "Borda",
    Style.RANKING,
    "Each place on a ballot is worth one point more than the place below it; the most points win.",
    BordaOptions,
    count,
    has_equal_ranks=True,
)
