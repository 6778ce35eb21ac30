"""What is added up, as it is told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Totals
from polls.domain.counting.reasons import Quantity
from polls.presentation.steps import additions

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count

NAMES = {1: "Tea", 2: "Coffee", 3: "Water", 4: "Milk"}


def test_last_seat_is_told_with_who_comes_next() -> None:
    votes = Totals(Quantity.VOTES, {1: 9, 2: 7, 3: 5, 4: 5})

    assert additions.last_seat(votes, (1, 2), NAMES) == (
        "The last seat took 7 votes, of Coffee. Water and Milk come next with 5."
    )
    assert additions.last_seat(votes, (1,), NAMES) == ""
    assert additions.last_seat(votes, (1, 2, 3, 4), NAMES) == ""


def test_last_seat_by_scores_is_left_to_their_chapter() -> None:
    sums = Totals(Quantity.SUM, {1: 9, 2: 7, 3: 5})

    assert additions.last_seat(sums, (1, 2), NAMES) == ""


def test_heading_of_a_gain_says_for_which_seat() -> None:
    assert additions.heading(Totals(Quantity.GAIN, {1: 9}, seat=2)) == "gain of seat 2"


def test_turn_tells_what_its_winner_adds() -> None:
    gains: dict[int, Count] = {2: Fraction(5, 2), 3: 2, 4: 1}

    assert additions.turn(2, gains, 2, NAMES) == (
        "Seat 2: Coffee adds the most, 2.5. Water comes next with 2."
    )
    assert additions.turn(4, {4: 1}, 4, NAMES) == "Seat 4: Milk adds the most, 1."
