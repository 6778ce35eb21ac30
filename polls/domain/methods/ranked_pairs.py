"""Ranked pairs: majorities are locked in, the strongest first, unless one would close a cycle.

Tideman, "Independence of clones", 1987; Zavist and Tideman, 1989, for the ties: by winning votes,
then by the smaller opposition, then by the order of lots, one pair locked at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import pairwise
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Pair, Tie
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class RankedPairsOptions(pairwise.PairwiseOptions):
    """What can differ."""

    strength: str = option(
        "winning_votes",
        "What makes a majority stronger: more ballots for it (winning_votes), or a larger lead"
        " (margins).",
        "winning_votes",
        "margins",
    )
    equal_majorities: str = option(
        "smaller_opposition",
        "Which of equally strong majorities comes first: the one with fewer ballots against it,"
        " then by drawing lots (smaller_opposition), or by drawing lots at once (lots).",
        "smaller_opposition",
        "lots",
    )


def count(
    profile: Profile[Ranking], options: RankedPairsOptions, _seats: int, lots: Lots
) -> CountResult:
    """Return the choice that stands above all others in the order of the locked majorities."""
    matrix = pairwise.compare(profile, options)
    locked, pairs, ties = _lock(matrix, options, lots)
    tops = _tops(matrix.choices, locked) if matrix.counted else ()
    winner = min(tops, key=lots.index, default=None)
    if len(tops) > 1 and winner is not None:
        ties.append(Tie(Stake.SEAT, tops, (winner,), TieBreak.LOT))
    return CountResult(
        winners=() if winner is None else (winner,),
        ranking=_ranking(matrix.choices, locked),
        tied=tops if len(tops) > 1 else (),
        steps=(matrix.duels(), *pairs),
        ties=tuple(ties),
        ballots=matrix.counted + matrix.blank,
        blank=matrix.blank,
    )


def _lock(
    matrix: pairwise.Matrix,
    options: RankedPairsOptions,
    lots: Lots,
) -> tuple[dict[int, set[int]], list[Pair], list[Tie]]:
    """Return whom each choice stands above, the pairs in their order, and where lots ordered them.

    The order of equal majorities matters only where one of them is left out because of another.
    """

    def size(pair: tuple[int, int]) -> tuple[Count, Count]:
        strength = matrix.strength(*pair, options.strength)
        is_second = options.equal_majorities == "smaller_opposition"
        return strength, -matrix.wins[pair[::-1]] if is_second else 0

    place = {choice: number for number, choice in enumerate(lots)}
    defeats = sorted(matrix.defeats(), key=lambda pair: (place[pair[0]], -place[pair[1]]))
    defeats.sort(key=size, reverse=True)
    above: dict[int, set[int]] = {choice: set() for choice in matrix.choices}
    pairs: list[Pair] = []
    ties: list[Tie] = []
    for _size, equals in groupby(defeats, key=size):
        before = {choice: set(below) for choice, below in above.items()}
        among: dict[int, None] = {}
        for one, other in equals:
            among |= dict.fromkeys((one, other))
            is_locked = one not in above[other]
            if is_locked:
                _put_above(above, one, other)
            elif one not in before[other]:
                ties.append(Tie(Stake.ORDER, tuple(among), (), TieBreak.LOT))
            votes, against = matrix.wins[one, other], matrix.wins[other, one]
            pairs.append(Pair(one, other, votes, against, is_locked))
    return above, pairs, ties


def _put_above(above: dict[int, set[int]], one: int, other: int) -> None:
    """Put the one above the other, and all above the one above all below the other."""
    if other in above[one]:  # by way of others, as most are: so is all that follows from it
        return
    below = {other, *above[other]}
    for choice in [one, *(choice for choice, under in above.items() if one in under)]:
        above[choice] |= below


def _tops(choices: Iterable[int], above: Mapping[int, set[int]]) -> Group:
    """Return those whom nobody stands above."""
    choices = tuple(choices)
    return tuple(c for c in choices if not any(c in above[other] for other in choices))


def _ranking(choices: Iterable[int], above: Mapping[int, set[int]]) -> tuple[Group, ...]:
    left = list(choices)
    ranking: list[Group] = []
    while left:
        ranking.append(_tops(left, above))
        left = [choice for choice in left if choice not in ranking[-1]]
    return tuple(ranking)


METHOD = Method(
    "ranked_pairs",
    "Ranked pairs",
    Style.RANKING,
    "Every two choices are compared; the strongest majorities are honoured first, and "
    "together they rank all choices.",
    RankedPairsOptions,
    count,
    has_seats=False,
    has_equal_ranks=True,
)
