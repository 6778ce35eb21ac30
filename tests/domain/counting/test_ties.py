from __future__ import annotations

from polls.domain.counting import ties
from polls.domain.counting.outcomes import Tie
from polls.domain.counting.reasons import Stake, TieBreak

LOTS = (2, 1, 0)


def test_seats_go_to_the_most_votes() -> None:
    assert ties.place({0: 3, 1: 5, 2: 4}, 2, LOTS) == ties.Placed((1, 2), (), ())


def test_tie_among_those_who_all_have_a_seat_needs_no_breaking() -> None:
    assert ties.place({0: 3, 1: 3, 2: 1}, 2, LOTS) == ties.Placed((1, 0), (), ())


def test_tie_over_the_last_seat_is_broken_by_lot_and_reported() -> None:
    assert ties.place({0: 3, 1: 3, 2: 9}, 2, LOTS) == ties.Placed(
        (2, 1),
        (Tie(Stake.SEAT, (1, 0), (1,), TieBreak.LOT),),
        (1, 0),
    )


def test_tie_is_broken_by_the_first_rule_that_can() -> None:
    rules = [
        (TieBreak.HIGHER_SUM, {0: 1, 1: 1, 2: 0}),
        (TieBreak.HIGHEST_SCORES, {0: 7, 1: 6, 2: 8}),
    ]

    assert ties.place({0: 3, 1: 3, 2: 3}, 1, LOTS, rules) == ties.Placed(
        (0,),
        (Tie(Stake.SEAT, (0, 1), (0,), TieBreak.HIGHEST_SCORES),),
        (),
    )


def test_lowest_is_who_had_least_in_the_latest_round_that_tells() -> None:
    now, before, first = {0: 4, 1: 4, 2: 4}, {0: 3, 1: 3, 2: 4}, {0: 2, 1: 1, 2: 0}

    assert ties.TieOptions().lowest([0, 1, 2], now, [before, first], LOTS) == (
        1,
        Tie(Stake.ELIMINATION, (0, 1, 2), (1,), TieBreak.EARLIER_ROUND, rounds_ago=2),
    )


def test_lot_chooses_the_first_for_elimination_as_for_a_seat() -> None:
    now, before = {1: 4, 2: 4}, {1: 1, 2: 1}

    assert ties.TieOptions().lowest([1, 2], now, [before], LOTS) == (
        2,
        Tie(Stake.ELIMINATION, (1, 2), (2,), TieBreak.LOT),
    )
    assert ties.highest([1, 2], now, [before], LOTS, Stake.SEAT)[0] == 2


def test_lot_eliminates_the_last_by_the_candidate_order_of_rctab() -> None:
    options = ties.TieOptions(use_candidate_order=True)

    assert options.lowest([1, 2], {1: 4, 2: 4}, [], LOTS)[0] == 1
