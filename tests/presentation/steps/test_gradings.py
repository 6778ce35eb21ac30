"""Scores and grades, as they are told."""

from __future__ import annotations

from polls.domain.counting.outcomes import CountResult, Gauge, Runoff, Tie
from polls.domain.counting.reasons import Stake, TieBreak
from polls.presentation.steps import gradings

NAMES = {1: "Tea", 2: "Coffee", 3: "Water"}


def grade(score: int) -> str:
    return ("Poor", "Good")[score]


def test_runoff_names_the_winner_first() -> None:
    step = Runoff((1, 2), {1: 1, 2: 5}, undecided=2, winner=2)

    assert gradings.runoff(step, NAMES) == (
        "Runoff between Tea and Coffee: 5 ballots prefer Coffee, 1 Tea, 2 neither."
    )


def test_equal_medians_are_told_where_they_were_in_the_way() -> None:
    gauges = Gauge(1, 1, 3, 1), Gauge(2, 1, 2, 1), Gauge(3, 0, 1, 0)

    said = gradings.same_median(CountResult((1,), steps=gauges), NAMES, grade)

    assert said == (
        "Tea and Coffee have the same median grade, “Good”. Median grades are removed from each, "
        "one ballot at a time, until the medians differ: Tea stays ahead. "
        "Tea had 3 grades above “Good” and 1 below; Coffee had 2 grades above “Good” and 1 below."
    )


def test_a_single_grade_is_told_in_the_singular() -> None:
    gauges = Gauge(1, 1, 1, 0), Gauge(2, 1, 0, 1)

    said = gradings.same_median(CountResult((1,), steps=gauges), NAMES, grade)

    assert said.endswith(
        " Tea had 1 grade above “Good” and 0 below; Coffee had 0 grades above “Good” and 1 below."
    )


def test_equal_medians_are_not_told_where_nothing_depends_on_them() -> None:
    gauges = Gauge(1, 1, 3, 1), Gauge(2, 0, 2, 1), Gauge(3, 0, 1, 0)
    both_win = Gauge(1, 1, 3, 1), Gauge(2, 1, 2, 1), Gauge(3, 0, 1, 0)
    by_lot = (Tie(Stake.SEAT, (1, 2), (1,), TieBreak.LOT),)

    assert gradings.same_median(CountResult((1,), steps=gauges), NAMES, grade) == ""
    assert gradings.same_median(CountResult((1, 2), steps=both_win), NAMES, grade) == ""
    assert gradings.same_median(CountResult((1,), steps=both_win, ties=by_lot), NAMES, grade) == ""
    assert gradings.same_median(CountResult(()), NAMES, grade) == ""


def test_gauge_alone_is_a_sentence() -> None:
    step = Gauge(1, 1, 3, 2)

    assert gradings.gauge(step, grade) == "median grade Good; 3 graded it higher, 2 lower."
    assert gradings.gauge_alone(step, grade) == "Median Good; 3 higher, 2 lower."


def test_gauges_are_found_by_their_choice() -> None:
    steps = Gauge(1, 1, 3, 1), Gauge(2, 0, 2, 1)

    assert gradings.gauges(CountResult((1,), steps=steps)) == {1: steps[0], 2: steps[1]}
    assert gradings.gauges(CountResult((1,))) == {}
