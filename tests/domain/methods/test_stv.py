from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import pytest

from polls.domain.counting.outcomes import Round, Tie
from polls.domain.counting.profiles import grouped
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods import METHODS

TINY = [((0, 1), 5), ((1,), 1), ((2,), 3)]
"""Nine ballots for two seats; after the surplus two choices are nearly equal."""


def test_scottish_rules_hand_on_a_surplus_to_five_decimals() -> None:
    method = METHODS["stv"]
    ballots = [((0, 1), 10), ((0, 2), 7), ((1,), 3), ((2,), 3)]

    result = method.count(grouped(range(3), ballots), method.options(), 2, (0, 1, 2))

    first, second = (step for step in result.steps if isinstance(step, Round))
    assert (first.quota, first.elected) == (8, (0,))
    # each of the 17 ballots goes on with 9/17 = 0.52941…, the rest of it is lost
    assert second.votes == {
        0: 8,
        1: 3 + 10 * Fraction(52_941, 100_000),
        2: 3 + 7 * Fraction(52_941, 100_000),
    }
    assert second.lost == 9 - 17 * Fraction(52_941, 100_000)


def test_one_winner_a_round_lets_the_others_receive_the_surplus() -> None:
    method = METHODS["stv"]
    profile = grouped(range(4), [((0, 1), 9), ((1, 2), 6), ((2,), 1), ((3,), 2)])

    at_once = method.count(profile, method.options(), 2, (0, 1, 2, 3))
    in_turn = method.count(profile, method.options(one_winner_per_round=True), 3, (0, 1, 2, 3))

    assert at_once.winners == (0, 1)
    rounds = [step for step in in_turn.steps if isinstance(step, Round)]
    assert [step.elected for step in rounds[:2]] == [(0,), (1,)]
    assert rounds[1].votes[1] > 6


def test_meek_rounds_down_or_as_the_reference_rule() -> None:
    method = METHODS["meek_stv"]
    profile = grouped(range(3), TINY)

    down = method.count(profile, method.options(rounding="down"), 2, (0, 1, 2))
    up = method.count(profile, method.options(), 2, (0, 1, 2))

    assert down.winners == up.winners == (0, 2)
    # the reference has 3.000000005 and 2.999999995 here, so the tie is none by 1e-9
    second = [step for step in up.steps if isinstance(step, Round)][1]
    assert second.votes[0] == 3 + Fraction(5, 10**9)
    assert second.votes[1] == 3 - Fraction(5, 10**9)
    assert not up.ties


def test_meek_defeats_by_lot_among_those_within_the_surplus() -> None:
    method = METHODS["meek_stv"]
    profile = grouped(range(3), [((0,), 4), ((1,), 2), ((2,), 2)])

    results = [method.count(profile, method.options(), 2, (0, *lots)) for lots in [(1, 2), (2, 1)]]

    assert [result.winners for result in results] == [(0, 2), (0, 1)]
    assert all(set(result.tied) == {1, 2} for result in results)
    assert all(result.ties[0].by is TieBreak.LOT for result in results)


@pytest.mark.parametrize("rounding", ["up", "down"])
@pytest.mark.parametrize("lots", [*permutations(range(4))])
def test_meek_elects_no_more_than_there_are_seats(rounding: str, lots: tuple[int, ...]) -> None:
    method = METHODS["meek_stv"]
    ballots: list[Any] = [
        ((0, (1, 2), 3), 1),
        ((0, 3, (1, 2)), 1),
        (((1, 2, 3), 0), 3),
    ]

    result = method.count(grouped(range(4), ballots), method.options(rounding=rounding), 2, lots)

    # After A is elected and one of B and C is eliminated by lot, the two who are left share the
    # last seat's quota to the last decimal, and rounding keeps A just below it.
    assert len(result.winners) == 2
    assert result.winners[0] == 0
    assert set(result.tied) == {1, 2, 3} - set(result.ties[0].chosen)
    assert result.ties[-1] == Tie(Stake.SEAT, result.tied, (result.winners[1],), TieBreak.LOT)
    assert result.tied == tuple(sorted(result.tied, key=lots.index))


def test_meek_with_few_decimals_elects_no_more_than_there_are_seats() -> None:
    """One drawn count in some hundreds would: with one decimal rounding takes the most."""
    method = METHODS["meek_stv"]
    for seed in range(1_000):
        random = Random(seed)
        size, seats = random.choice((3, 4, 5)), random.choice((2, 3))
        ballots = [(_ranks(random, size), random.choice((1, 2, 3))) for _ in range(4)]
        options = method.options(decimals=1, rounding=random.choice(("up", "down")))

        result = method.count(grouped(range(size), ballots), options, seats, tuple(range(size)))

        assert len(result.winners) == (min(seats, size) if result.compared else 0), seed


def _ranks(random: Random, size: int) -> tuple[Any, ...]:
    """Draw a ranking in which up to three choices share a rank."""
    left = random.sample(range(size), random.randint(1, size))
    ranks: list[Any] = []
    while left:
        together = random.choice((1, 1, 2, 3))
        group, left = tuple(left[:together]), left[together:]
        ranks.append(group if len(group) > 1 else group[0])
    return tuple(ranks)
