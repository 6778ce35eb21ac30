"""Borda: of n choices the first of a ballot gets n-1 points, the next n-2, the last none.

Borda, "Mémoire sur les élections au scrutin", 1781.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.counting import quotas, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import Result, Totals
from polls.domain.counting.profiles import members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class Options:
    """What can differ."""

    unranked: str = option(
        "average",
        "What the choices get that a ballot leaves out: the average of the places left (average),"
        " or no points (zero).",
        "average",
        "zero",
    )
    last_place: int = option(
        0,
        "How many points the last place is worth, the one before it a point more, and so on.",
    )


def count(profile: Profile[Ranking], options: Options, seats: int, lots: Lots) -> Result:
    """Return the `seats` choices with the most points; equal ranks share theirs."""
    points: dict[int, Count] = dict.fromkeys(profile.choices, 0)
    standing = frozenset(profile.choices)
    counted: Count = 0
    blank: Count = 0
    for ranking, number in profile.counts.items():
        groups = list(_groups(ranking, standing))
        if not groups:
            blank += number
            continue
        counted += number
        ranked = frozenset[int]().union(*groups)
        if options.unranked == "average":
            groups.append(standing - ranked)
        place = len(standing)
        for group in groups:
            place -= len(group)
            # the average of these places, doubled: whole
            twice = 2 * (place + options.last_place) + len(group) - 1
            for choice in group:
                points[choice] += twice * number
    halved = {choice: quotas.whole(Fraction(value) / 2) for choice, value in points.items()}
    placed = ties.place(halved if counted else {}, seats, lots)
    return Result(
        winners=placed.winners,
        ranking=ties.groups(halved),
        tied=placed.tied,
        steps=(Totals("points", halved),),
        ties=placed.ties,
        ballots=counted + blank,
        blank=blank,
    )


def _groups(ranking: Ranking, standing: frozenset[int]) -> Iterator[frozenset[int]]:
    """Yield the choices of each rank; one that was ranked before does not come again."""
    left = set(standing)
    for rank in ranking:
        group = left.intersection(members(rank))
        if group:
            left -= group
            yield frozenset(group)
