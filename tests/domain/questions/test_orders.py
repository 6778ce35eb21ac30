from __future__ import annotations

from collections import Counter

import pytest

from polls.domain.questions.orders import ORDERS, number_for, ordered
from polls.domain.questions.questions import Choice, Kind


def choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(id_, f"Choice {id_}", 0) for id_ in range(1, number + 1))


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 10, 12])
def test_each_choice_stands_in_each_place_equally_often(number: int) -> None:
    given = choices(number)

    met = [ordered(given, order) for order in range(ORDERS)]

    for place in range(number):
        times = Counter(order[place].id for order in met)
        assert times == {choice.id: ORDERS // number for choice in given}


@pytest.mark.parametrize("number", [1, 7, 59, 60, 61, 500])
def test_order_holds_every_choice_once(number: int) -> None:
    given = choices(number)

    for order in range(ORDERS):
        assert sorted(ordered(given, order), key=lambda choice: choice.id) == list(given)


@pytest.mark.parametrize("number", [7, 61, 500])
def test_no_choice_is_first_much_more_often_than_others(number: int) -> None:
    first = Counter(ordered(choices(number), order)[0].id for order in range(ORDERS))

    assert max(first.values()) <= ORDERS // number + 1


def test_lines_that_are_no_choices_stay_last() -> None:
    none, blank = Choice(8, "None of these", 0, Kind.NONE), Choice(9, "Blank vote", 0, Kind.BLANK)

    for order in range(ORDERS):
        assert ordered((*choices(3), none, blank), order)[-2:] == (none, blank)


def test_voter_meets_the_same_order_each_time_and_others_another() -> None:
    numbers = Counter(number_for(f"voter {number}") for number in range(6_000))

    assert number_for("voter 1") == number_for("voter 1")
    assert set(numbers) == set(range(ORDERS))
    assert max(numbers.values()) < 2 * 6_000 / ORDERS
