"""Schulze: a choice wins if its strongest path to each other is as strong as the path back.

Schulze, "The Schulze Method of Voting", arXiv:1804.02973. The default choice is that of the Debian
constitution, appendix A.6: who does not beat it cannot win.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.counting import pairwise
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import LOT, Paths, Result, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class Options(pairwise.PairwiseOptions):
    """What can differ."""

    strength: str = option(
        "winning_votes",
        "How strong a preference is: by the ballots for it, where they are more (winning_votes),"
        " or by how many more they are (margins).",
        "winning_votes",
        "margins",
    )
    default_choice: tuple[int, ...] = option(
        (),
        'A choice such as "none of these" that a winner must beat.',
    )


def count(profile: Profile[Ranking], options: Options, _seats: int, lots: Lots) -> Result:
    """Return the winner: one of all whom no path beats."""
    matrix = pairwise.compare(profile, options)
    standing = [
        choice
        for choice in matrix.choices
        if all(choice == d or matrix.beats(choice, d) for d in options.default_choice)
    ]
    dropped = tuple(choice for choice in matrix.choices if choice not in standing)
    paths = _paths(standing, matrix, options.strength)
    ranking = _ranking(standing, paths)
    best = ranking[0] if ranking and matrix.counted else ()
    winner = min(best, key=lots.index, default=None)
    is_tied = len(best) > 1
    return Result(
        winners=() if winner is None else (winner,),
        ranking=ranking + ((dropped,) if dropped else ()),
        tied=best if is_tied else (),
        steps=(matrix.duels(), Paths(paths, dropped)),
        ties=(Tie("seat", best, (winner,), LOT),) if is_tied and winner is not None else (),
        ballots=matrix.counted + matrix.blank,
        blank=matrix.blank,
    )


def _paths(
    choices: Sequence[int],
    matrix: pairwise.Matrix,
    strength: str,
) -> dict[tuple[int, int], Count]:
    """Return the strength of the strongest path for each pair (Floyd and Warshall)."""
    paths = {
        (one, other): matrix.strength(one, other, strength)
        for one in choices
        for other in choices
        if one != other
    }
    for over in choices:
        for one in choices:
            if one == over:
                continue
            first = paths[one, over]
            for other in choices:
                if other not in {one, over}:
                    along = min(first, paths[over, other])
                    paths[one, other] = max(paths[one, other], along)
    return paths


def _ranking(
    choices: Sequence[int],
    paths: dict[tuple[int, int], Count],
) -> tuple[Group, ...]:
    left = list(choices)
    ranking: list[Group] = []
    while left:
        best = tuple(
            one
            for one in left
            if all(one == other or paths[one, other] >= paths[other, one] for other in left)
        )
        ranking.append(best)
        left = [choice for choice in left if choice not in best]
    return tuple(ranking)
