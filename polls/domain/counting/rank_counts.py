"""Rank counts: how often ballots place each set of choices below each rank.

They are counted first, because few of them differ where nearly all ballots do; which choice beats
which, and by how many places, follows from them. Sets of many choices are counted in pieces: of
twenty choices there are a million sets, and twice a thousand pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from polls.domain.counting.profiles import members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polls.domain.counting.profiles import Count, Profile, Rank, Ranking


_PIECE = 10
"""Choices of a piece."""

Pieces: TypeAlias = "tuple[dict[int, Count], ...]"
"""How often each part of the first ten choices occurs, and of the next ten …, as sets of these."""


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
    above: Mapping[int, Pieces]
    """Those on a rank → those below it, in pieces → ballots."""
    left: Mapping[int, Count]
    """Those whom ballots leave out → ballots; blank ones are not among them."""
    counted: Count
    blank: Count


def count(profile: Profile[Ranking], *, unranked_are_last: bool) -> RankCounts:
    """Count them. A choice that a ballot ranks twice stands where it is ranked first."""
    sets = Sets(profile.choices)
    everybody = sets.everybody
    above: dict[int, Pieces] = {}
    left: dict[int, Count] = {}
    mask = (1 << _PIECE) - 1
    counted: Count = 0
    blank: Count = 0
    for ranking, number in profile.counts.items():
        begin = below = everybody if unranked_are_last else sets.union(ranking)
        for rank in ranking:
            on_rank = sets[rank] & below
            if on_rank:
                below ^= on_rank
                rest = below
                for counts in above.get(on_rank) or _begun(above, on_rank, everybody):
                    piece = rest & mask
                    counts[piece] = counts.get(piece, 0) + number
                    rest >>= _PIECE
        if below == begin:
            blank += number
        else:
            counted += number
            left[below] = left.get(below, 0) + number
    return RankCounts(sets, above, left, counted, blank)


def below(pieces: Pieces) -> Iterator[tuple[int, Count]]:
    """Yield the pieces as sets of all choices, each with how often it occurs."""
    for place, counts in enumerate(pieces):
        for piece, number in counts.items():
            yield piece << place * _PIECE, number


def _begun(above: dict[int, Pieces], on_rank: int, everybody: int) -> Pieces:
    above[on_rank] = tuple({} for _ in range(0, everybody.bit_length(), _PIECE))
    return above[on_rank]
