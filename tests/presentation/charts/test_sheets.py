from __future__ import annotations

from fractions import Fraction

from polls.domain.counting.outcomes import Round
from polls.domain.counting.reasons import Exhaustion
from polls.presentation.charts.sheets import MOST_COLUMNS, MOST_ROWS, Cell, order, sheet

NAMES = {number: f"Choice {number}" for number in range(600)}

THREE = [
    Round(1, {1: 40, 2: 35, 3: 25}, {}, 51, eliminated=(3,)),
    Round(2, {1: 40, 2: 50}, {Exhaustion.NO_FURTHER_CHOICE: 10}, 46, elected=(2,)),
]


def elimination(choices: int) -> list[Round]:
    """Return the rounds in which the choice with the highest number is out, until two are left."""
    rounds = [
        Round(
            choices - left + 1,
            dict.fromkeys(range(left), 10),
            {Exhaustion.NO_FURTHER_CHOICE: 10 * (choices - left)},
            5 * left + 1,
            eliminated=(left - 1,),
        )
        for left in range(choices, 2, -1)
    ]
    return [*rounds, Round(len(rounds) + 1, {0: 10, 1: 10}, {}, 11, elected=(0,))]


def test_sheet_has_who_won_first_and_who_was_out_first_last() -> None:
    found = sheet(THREE, NAMES)

    assert found.columns == (1, 2)
    assert [(row.name, row.cells, row.is_winner) for row in found.rows] == [
        ("Choice 2", (Cell("35"), Cell("50", "elected")), True),
        ("Choice 1", (Cell("40"), Cell("40")), False),
        ("Choice 3", (Cell("25", "out"), Cell("")), False),
    ]
    assert [(row.name, [cell.text for cell in row.cells]) for row in found.sums] == [
        ("Exhausted", ["", "10"]),
        ("Needed", ["51", "46"]),
    ]


def test_sheet_rounds_votes_and_says_what_rounding_lost() -> None:
    step = Round(1, {1: Fraction(100_001, 3)}, {}, 1, lost=Fraction(1, 50))

    found = sheet([step], NAMES)

    assert found.rows[0].cells == (Cell("33,333.67"),)
    assert found.sums[0] == ("Lost in rounding", (Cell("0.02"),), False)


def test_sheet_of_many_rounds_has_the_first_and_the_last_ones() -> None:
    found = sheet(elimination(500), NAMES)

    assert found.columns == (1, *range(489, 500))
    assert len(found.columns) == MOST_COLUMNS
    assert [row.name for row in found.rows] == [f"Choice {number}" for number in range(12)]
    assert found.sums[0].name == "488 others"
    assert found.sums[0].cells[:2] == (Cell("4,880"), Cell(""))


def test_sheet_of_many_choices_has_rows_that_can_be_read() -> None:
    found = sheet([Round(1, dict.fromkeys(range(60), 2), {}, 61)], NAMES)

    assert len(found.rows) == MOST_ROWS
    assert found.sums[0] == ("20 others", (Cell("40"),), False)


def test_order_is_of_election_then_of_votes_then_of_the_last_who_was_out() -> None:
    assert order(elimination(6)) == [0, 1, 2, 3, 4, 5]
    assert order(THREE) == [2, 1, 3]


def test_order_has_those_who_stood_until_all_seats_were_filled() -> None:
    rounds = [
        Round(1, {1: 40, 2: 30, 3: 20, 4: 25}, {}, 31, elected=(1,)),
        Round(2, {1: 31, 2: 35, 3: 21, 4: 28}, {}, 31, elected=(2,)),
        Round(3, {1: 31, 2: 31}, {}, 31, is_closing=True),
    ]

    assert order(rounds) == [1, 2, 4, 3]
    assert "1 other" not in [row.name for row in sheet(rounds, NAMES).sums]
