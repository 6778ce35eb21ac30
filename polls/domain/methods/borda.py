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

    def add(group: int, places_below: Count, number: Count) -> None:
        # the average of the places, doubled: whole
        members = said.sets.members(group)
        twice = 2 * places_below + (2 * options.last_place + len(members) - 1) * number
        for choice in members:
            doubled[choice] += twice

    for on_rank, pieces in said.above.items():
        below = rank_counts.below(pieces)
        places = sum(len(said.sets.members(group)) * number for group, number in below)
        add(on_rank, places, sum(pieces[0].values()))
    if options.unranked == "average":
        for group, number in said.left.items():
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
