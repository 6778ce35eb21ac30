from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import pytest

from polls.domain.counting import pairwise
from polls.domain.counting.pairwise import PairwiseOptions
from polls.domain.counting.profiles import grouped


@pytest.mark.parametrize(
    ("unranked", "ranking", "wins"),
    [
        ("last", (0, 1), {(0, 1), (0, 2), (1, 2)}),
        ("not_compared", (0, 1), {(0, 1)}),
        ("last", ((0, 1),), {(0, 2), (1, 2)}),
        ("last", (0, None, 1, 0), {(0, 1), (0, 2), (1, 2)}),
        ("last", (7, 2, (7, 1)), {(2, 0), (2, 1), (1, 0)}),
        ("last", ((), 2), {(2, 0), (2, 1)}),
    ],
)
def test_ballot_prefers_what_stands_above(
    unranked: str,
    ranking: tuple[Any, ...],
    wins: set[tuple[int, int]],
) -> None:
    matrix = pairwise.compare(grouped(range(3), [(ranking, 5)]), PairwiseOptions(unranked=unranked))

    assert dict.fromkeys(wins, 5) == {pair: n for pair, n in matrix.wins.items() if n}
    assert (matrix.counted, matrix.blank) == (5, 0)


def test_ballots_without_a_choice_that_stands_are_blank() -> None:
    matrix = pairwise.compare(
        grouped(range(2), [((), 1), ((None,), 2), ((7,), 4)]),
        PairwiseOptions(),
    )

    assert (matrix.counted, matrix.blank) == (0, 7)


def test_smith_set_is_the_smallest_group_that_beats_all_others() -> None:
    ballots = [((0, 1, 2, 3), 4), ((1, 2, 0, 3), 3), ((2, 0, 1, 3), 2)]

    duels = pairwise.compare(grouped(range(4), ballots), PairwiseOptions()).duels()

    assert (duels.condorcet_winner, duels.smith_set) == (None, (0, 1, 2))


def test_many_choices_are_compared_as_few_are() -> None:
    chance = Random(1)
    choices = range(23)  # three pieces, one of them not full
    ballots = [tuple(chance.sample(choices, chance.randint(1, 23))) for _ in range(200)]

    matrix = pairwise.compare(grouped(choices, [(each, 1) for each in ballots]), PairwiseOptions())

    places = [
        dict.fromkeys(choices, 23) | {c: place for place, c in enumerate(each)} for each in ballots
    ]
    for one, other in permutations(choices, 2):
        assert matrix.wins[one, other] == sum(each[one] < each[other] for each in places)
