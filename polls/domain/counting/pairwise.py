"""The pairwise comparison matrix: how many ballots prefer each choice to each other one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product
from typing import TYPE_CHECKING

from polls.domain.counting import quotas, rank_counts
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import Duels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class PairwiseOptions:
    """How rankings are compared."""

    unranked: str = option(
        "last",
        "How choices that a ballot leaves out are treated: as ranked below all others (last), or as"
        " not compared with any (not_compared).",
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
        """Return the smallest group whose members each beat every choice outside it.

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
    """Compare all pairs. A choice that a ballot ranks twice stands where it is ranked first."""
    said = rank_counts.count(profile, unranked_are_last=options.unranked == "last")
    members = said.sets.members
    wins: dict[tuple[int, int], Count] = dict.fromkeys(permutations(profile.choices, 2), 0)
    for on_rank, pieces in said.above.items():
        for below, count in rank_counts.below(pieces):
            for pair in product(members(on_rank), members(below)):
                wins[pair] += count
    return Matrix(profile.choices, wins, said.counted, said.blank)
