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
        "The last seat went to Coffee, with 7 votes. Next are Water and Milk, with 5 each."
    )
    assert additions.last_seat(votes, (1,), NAMES) == ""
    assert additions.last_seat(votes, (1, 2, 3, 4), NAMES) == ""


def test_last_seat_by_scores_is_left_to_their_chapter() -> None:
    sums = Totals(Quantity.SUM, {1: 9, 2: 7, 3: 5})

    assert additions.last_seat(sums, (1, 2), NAMES) == ""


def test_heading_of_a_gain_says_for_which_seat() -> None:
    assert additions.heading(Totals(Quantity.GAIN, {1: 9}, seat=2)) == "gain for seat 2"


def test_last_seats_of_equal_votes_are_told_together() -> None:
    votes = Totals(Quantity.VOTES, {1: 9, 2: 7, 3: 7, 4: 1})

    assert additions.last_seat(votes, (1, 2, 3), NAMES) == (
        "The last seats went to Coffee and Water, with 7 votes each. Next is Milk, with 1."
    )


def test_places_say_what_the_first_and_the_last_earn() -> None:
    assert additions.places(2, 0) == (
        "With 2 choices, first place earns 1 point; last place earns none."
    )
    assert additions.places(5, 1) == (
        "With 5 choices, first place earns 5 points, second 4, and so on; last place earns 1."
    )


def test_turn_tells_what_its_winner_adds() -> None:
    gains: dict[int, Count] = {2: Fraction(5, 2), 3: 2, 4: 1}

    assert additions.turn(2, gains, 2, NAMES) == (
        "Seat 2: Coffee adds the most, 2.5. Next is Water, with 2."
    )
    assert additions.turn(4, {4: 1}, 4, NAMES) == "Seat 4: Milk adds the most, 1."
