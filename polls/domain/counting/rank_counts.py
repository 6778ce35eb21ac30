"""Rank counts: how often ballots place each set of choices below each rank.

They are counted first, because few of them differ where nearly all ballots do; which choice beats
which, and by how many places, follows from them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.counting.profiles import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.profiles import Count, Profile, Rank, Ranking


class Sets(dict[Any, int]):
    """Sets of choices as the bits of a number: that of each rank, and who is in one."""

    def __init__(self, choices: tuple[int, ...]) -> None:
        super().__init__((choice, 1 << place) for place, choice in enumerate(choices))
        self._choices = choices
        self._members: dict[int, tuple[int, ...]] = {}
        self.everybody = (1 << len(choices)) - 1

    def __missing__(self, rank: Rank) -> int:
        """Return the set of a rank with several choices, or with none that stands."""
        found = 0
        for choice in members(rank):
            found |= self.get(choice, 0)
        self[rank] = found
        return found

    def union(self, ranking: Ranking) -> int:
        """Return all whom a ballot names."""
        found = 0
        for rank in ranking:
            found |= self[rank]
        return found

    def members(self, found: int) -> tuple[int, ...]:
        """Return who is in a set."""
        if found not in self._members:
            self._members[found] = tuple(c for c in self._choices if self[c] & found)
        return self._members[found]


class RankCounts(NamedTuple):
    """How often it is said of a set of choices that they stand together above another set."""

    sets: Sets
    above: Mapping[int, Mapping[int, Count]]
    """Those on a rank → those below it → ballots."""
    counted: Count
    blank: Count


def count(profile: Profile[Ranking], *, unranked_are_last: bool) -> RankCounts:
    """Count them. A choice that a ballot ranks twice stands where it is ranked first."""
    sets = Sets(profile.choices)
    everybody = sets.everybody
    above: defaultdict[int, dict[int, Count]] = defaultdict(dict)
    counted: Count = 0
    blank: Count = 0
    for ranking, number in profile.counts.items():
        begin = below = everybody if unranked_are_last else sets.union(ranking)
        for rank in ranking:
            on_rank = sets[rank] & below
            if on_rank:
                below ^= on_rank
                of_rank = above[on_rank]
                of_rank[below] = of_rank.get(below, 0) + number
        if below == begin:
            blank += number
        else:
            counted += number
    return RankCounts(sets, above, counted, blank)
