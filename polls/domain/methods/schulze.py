"""Schulze: the choice wins whose path to every other one is at least as strong as the path back.

Schulze, "The Schulze Method of Voting", arXiv:1804.02973. The default choice is that of the Debian
constitution, appendix A.6: who does not beat it cannot win.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import pairwise
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Paths, Tie
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class SchulzeOptions(pairwise.PairwiseOptions):
    """What can differ."""

    strength: str = option(
        "winning_votes",
        "What measures the strength of a majority: the ballots for it (winning_votes), how many"
        " more they are than those against (margins), how many times as many (ratio), or how few"
        " are against (losing_votes).",
        "winning_votes",
        "margins",
        "ratio",
        "losing_votes",
    )
    default_choice: tuple[int, ...] = option(
        (),
        'A choice such as "none of these" that a winner must beat, unless it has withdrawn.',
        for_files=True,
    )


def count(
    profile: Profile[Ranking], options: SchulzeOptions, _seats: int, lots: Lots
) -> CountResult:
    """Return the winner: one of all whom no path beats."""
    matrix = pairwise.compare(profile, options)
    default = tuple(choice for choice in matrix.choices if choice in options.default_choice)
    standing = [
        choice
        for choice in matrix.choices
        if all(choice == d or matrix.beats(choice, d) for d in default)
    ]
    dropped = tuple(choice for choice in matrix.choices if choice not in standing)
    paths = _paths(standing, matrix, options.strength)
    ranking = _ranking(standing, paths)
    best = ranking[0] if ranking and matrix.counted else ()
    winner = min(best, key=lots.index, default=None)
    is_tied = len(best) > 1
    ties: tuple[Tie, ...] = ()
    if is_tied and winner is not None:
        ties = (Tie(Stake.SEAT, best, (winner,), TieBreak.LOT),)
    return CountResult(
        winners=() if winner is None else (winner,),
        ranking=ranking + ((dropped,) if dropped else ()),
        tied=best if is_tied else (),
        steps=(matrix.duels(), Paths(paths, dropped, default)),
        ties=ties,
        ballots=matrix.counted + matrix.blank,
        blank=matrix.blank,
    )


def _paths(
    choices: Sequence[int],
    matrix: pairwise.Matrix,
    strength: str,
) -> dict[tuple[int, int], Count]:
    """Return the strength of the strongest path for each pair (Floyd and Warshall)."""
    rows = [
        [0 if one == other else matrix.strength(one, other, strength) for other in choices]
        for one in choices
    ]
    for over, onward in enumerate(rows):
        for one, row in enumerate(rows):
            first = row[over]
            if one != over:
                pairs = zip(row, onward, strict=True)
                # The larger of `now` and the smaller of the others, in a third of the time.
                rows[one] = [
                    now if now >= first or now >= then else min(first, then) for now, then in pairs
                ]
    return {
        (one, other): path
        for one, row in zip(choices, rows, strict=True)
        for other, path in zip(choices, row, strict=True)
        if one != other
    }


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


METHOD = Method(
    "schulze",
    "Schulze",
    Style.RANKING,
    "Every two choices are compared; the winner has a chain of majorities to each other "
    "choice that is at least as strong as any chain back.",
    SchulzeOptions,
    count,
    has_seats=False,
    has_equal_ranks=True,
)
