"""Who is preferred to whom by how many ballots, for all pairs of choices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

from polls.domain.counting import quotas
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import Duels
from polls.domain.counting.profiles import members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Rank, Ranking


@dataclass(frozen=True)
class PairwiseOptions:
    """How rankings are compared."""

    unranked: str = option(
        "last",
        "What a choice means that a ballot leaves out: it stands below all ranked ones (last), or"
        " it is not compared with any (not_compared).",
        "last",
        "not_compared",
    )


@dataclass(frozen=True)
class Matrix:
    """The pairwise comparison of all ballots."""

    choices: tuple[int, ...]
    wins: dict[tuple[int, int], Count]
    counted: Count
    blank: Count

    def beats(self, one: int, other: int) -> bool:
        """Whether more ballots prefer the one than the other."""
        return self.wins[one, other] > self.wins[other, one]

    def defeats(self) -> Iterator[tuple[int, int]]:
        """Yield each pair in which the first beats the second."""
        return (pair for pair in self.wins if self.beats(*pair))

    def strength(self, one: int, other: int, name: str) -> Count:
        """Return how strong it is that the one is preferred, by the named measure."""
        votes, against = self.wins[one, other], self.wins[other, one]
        if name == "margins":
            return votes - against
        if name == "opposition" or (name == "winning_votes" and votes > against):
            return votes
        if votes <= against:
            return 0
        if name == "losing_votes":
            return self.counted - against + 1
        return Fraction(votes) / against if against else self.counted * self._parts + votes

    @cached_property
    def _parts(self) -> int:
        """Into how many parts a ballot falls: against less than one part, no ratio is finite."""
        return quotas.unit(self.wins.values())

    def duels(self) -> Duels:
        """Return the comparison as a step, with what it says about winners."""
        smith = self.smith_set()
        (first, *others) = smith or (None,)
        is_alone = first is not None and not others
        return Duels(self.wins, first if is_alone else None, smith)

    def smith_set(self) -> Group:
        """Return the smallest group each of which beats everybody outside it.

        From the choice with the most victories it grows by all whom a member does not beat; that
        choice is in it, because whoever is in beats everybody outside.
        """
        if not self.choices:
            return ()
        others = {c: [d for d in self.choices if d != c] for c in self.choices}
        unbeaten = {c: [d for d in others[c] if not self.beats(c, d)] for c in self.choices}
        group: set[int] = set()
        waiting = [min(self.choices, key=lambda choice: len(unbeaten[choice]))]
        while waiting:
            choice = waiting.pop()
            if choice not in group:
                group.add(choice)
                waiting += unbeaten[choice]
        return tuple(choice for choice in self.choices if choice in group)


def compare(profile: Profile[Ranking], options: PairwiseOptions) -> Matrix:
    """Compare all pairs. A choice that a ballot ranks twice stands where it is ranked first.

    A ballot says of each of its ranks which choices stand below it. These sayings are counted
    first, because few of them differ where nearly all ballots do, and then spread out to pairs.
    """
    masks = _Masks(profile.choices)
    everybody = (1 << len(profile.choices)) - 1
    is_last = options.unranked == "last"
    said: defaultdict[int, dict[int, Count]] = defaultdict(dict)
    counted: Count = 0
    blank: Count = 0
    for ranking, count in profile.counts.items():
        begin = below = everybody if is_last else masks.union(ranking)
        for rank in ranking:
            on_rank = masks[rank] & below
            if on_rank:
                below ^= on_rank
                of_rank = said[on_rank]
                of_rank[below] = of_rank.get(below, 0) + count
        if below == begin:
            blank += count
        else:
            counted += count
    wins: dict[tuple[int, int], Count] = dict.fromkeys(permutations(profile.choices, 2), 0)
    for on_rank, of_rank in said.items():
        for below, count in of_rank.items():
            for pair in product(masks.members(on_rank), masks.members(below)):
                wins[pair] += count
    return Matrix(profile.choices, wins, counted, blank)


class _Masks(dict[Any, int]):
    """Sets of choices as the bits of a number: that of each rank, and who is in one."""

    def __init__(self, choices: tuple[int, ...]) -> None:
        super().__init__((choice, 1 << place) for place, choice in enumerate(choices))
        self._choices = choices
        self._members: dict[int, tuple[int, ...]] = {}

    def __missing__(self, rank: Rank) -> int:
        """Return the mask of a rank with several choices, or with none that stands."""
        mask = 0
        for choice in members(rank):
            mask |= self.get(choice, 0)
        self[rank] = mask
        return mask

    def union(self, ranking: Ranking) -> int:
        mask = 0
        for rank in ranking:
            mask |= self[rank]
        return mask

    def members(self, mask: int) -> tuple[int, ...]:
        if mask not in self._members:
            self._members[mask] = tuple(c for c in self._choices if self[c] & mask)
        return self._members[mask]
