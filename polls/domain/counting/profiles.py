"""The ballots of one question as a method sees them: each distinct selection with its count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Count: TypeAlias = int | Fraction
"""How many ballots, or what they weigh together."""
Marks: TypeAlias = "tuple[int, ...]"
"""The marked choices; their order means nothing."""
Rank: TypeAlias = "int | tuple[int, ...] | None"
"""A choice; several on the same rank (none in it: several, but it is not known which); or a rank
that was left out."""
Ranking: TypeAlias = "tuple[Rank, ...]"
"""The ranks as they stand on the ballot, best first."""
Scores: TypeAlias = "tuple[int | None, ...]"
"""What each choice was given, in the order of `Profile.choices`; None is a blank."""

S = TypeVar("S", Marks, Ranking, Scores)


@dataclass(frozen=True)
class Profile(Generic[S]):
    """The choices that can win, and the distinct selections, each with its count.

    A choice is any whole number. A ranking may name choices that are not among `choices`, because
    they have withdrawn: every method passes over them.
    """

    choices: tuple[int, ...]
    counts: Mapping[S, Count]


def grouped(choices: Iterable[int], ballots: Iterable[tuple[S, Count]]) -> Profile[S]:
    """Return the profile of ballots that come with a count each, repeated or not."""
    counts: dict[S, Count] = {}
    for selection, count in ballots:
        counts[selection] = counts.get(selection, 0) + count
    return Profile(tuple(choices), counts)


def first_places(profile: Profile[Ranking]) -> Profile[Marks]:
    """Return what the rankings say to a method that asks for one mark: their first rank.

    A ballot whose first rank is shared has as many marks.
    """
    standing = frozenset(profile.choices)
    return grouped(
        profile.choices,
        ((_first_place(ranking, standing), count) for ranking, count in profile.counts.items()),
    )


def ranked(profile: Profile[Ranking]) -> Profile[Marks]:
    """Return the choices that each ballot ranks at all, for a method that asks for approval."""
    standing = frozenset(profile.choices)
    return grouped(
        profile.choices,
        (
            (tuple(sorted({c for rank in ranking for c in members(rank)} & standing)), count)
            for ranking, count in profile.counts.items()
        ),
    )


def highest_score(profile: Profile[Scores]) -> int:
    """Return the highest score on any ballot, 0 where there is none."""
    return max((score or 0 for scores in profile.counts for score in scores), default=0)


def members(rank: Rank) -> tuple[int, ...]:
    """Return the choices on one rank."""
    if rank is None:
        return ()
    return rank if isinstance(rank, tuple) else (rank,)


def _first_place(ranking: Ranking, standing: Collection[int]) -> Marks:
    for rank in ranking:
        if isinstance(rank, int) and rank in standing:
            return (rank,)
        first = tuple(sorted({choice for choice in members(rank) if choice in standing}))
        if first:
            return first
    return ()
