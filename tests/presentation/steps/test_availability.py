"""Who can make which date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.ballots.ballots import Recorded
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice
from polls.domain.results import results
from polls.domain.results.tallies import Group, folded
from polls.presentation.results.attendance import MOST_DATES, Answer
from polls.presentation.steps import availability
from polls.presentation.steps.availability import (
    MOST_CELLS,
    AttendanceCell,
    Attendee,
    SignedAnswer,
)
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.presentation.steps.availability import Availability, Grid

Selection = tuple[tuple[int, int], ...]

EVENING, DAY = "2026-12-24 18:00\u201320:00", "2026-12-25"


class Signed(NamedTuple):
    name: str
    selection: Selection


ALICE = Signed("Alice", ((1, 2), (2, 0)))
BOB = Signed("Bob", ((2, 2),))
CAROL = Signed("Carol", ((1, 1), (2, 2)))


def row(name: str, *cells: tuple[int | None, bool]) -> Attendee:
    return Attendee(name, tuple(AttendanceCell(*cell) for cell in cells), is_own=False)


def told(dates: Sequence[str], *ballots: Signed, own: Recorded | None = None) -> Availability:
    question = asking.question(
        method="availability",
        labels=METHODS["availability"].labels,
        max_choices=None,
        zone="Europe/Paris",
        choices=tuple(Choice(number, text, 0) for number, text in enumerate(dates, start=1)),
    )
    groups = [Group(each.selection, 1, 1) for each in ballots]
    result = results.read(question, folded(question, groups), is_closed=True)
    return availability.told(question, result, ballots, own)


def grid(dates: Sequence[str], *ballots: Signed, own: Recorded | None = None) -> Grid:
    found = told(dates, *ballots, own=own).grid
    assert found
    return found


def test_table_has_people_for_rows_and_dates_for_columns() -> None:
    table = grid((EVENING, DAY), ALICE, BOB, CAROL)

    assert [column.lines for column in table.columns] == [
        ("Thu", "24 Dec", "18:00\u2013", "20:00"),
        ("Fri", "25 Dec"),
    ]
    assert table.people == (
        row("Alice", (2, False), (0, True)),
        row("Bob", (None, False), (2, True)),
        row("Carol", (1, False), (2, True)),
    )


def test_row_of_the_reader_is_marked() -> None:
    twice = (ALICE, BOB, BOB, Signed("Bob", ((1, 1),)))

    table = grid((EVENING, DAY), *twice, own=Recorded(BOB.selection, "Bob"))

    assert [person.is_own for person in table.people] == [False, True, False, False]


def test_answers_are_a_sheet_whatever_the_result_is() -> None:
    dates = (Choice(1, DAY, 0), Choice(2, EVENING, 0))
    question = asking.question(
        method="availability",
        labels=METHODS["availability"].labels,
        max_choices=None,
        zone="Europe/Paris",
        choices=dates,
    )

    sheet = availability.answer_sheet(question, (ALICE, BOB))

    assert sheet is not None
    assert sheet.columns == (("Thu", "24 Dec", "18:00\u2013", "20:00"), ("Fri", "25 Dec"))
    assert sheet.rows == ((0, 2), (2, None))
    assert availability.answer_sheet(question, (ALICE,) * (MOST_CELLS // 2 + 1)) is None


def test_columns_have_sums_and_the_best_is_marked() -> None:
    table = grid((EVENING, DAY), ALICE, BOB, CAROL)

    sums = [(column.yes, column.if_need_be, column.is_leading) for column in table.columns]
    assert sums == [(1, 1, False), (2, 0, True)]


def test_columns_are_in_the_order_of_the_dates() -> None:
    table = grid((DAY, EVENING, "2026-12-24 09:00"), ALICE)

    assert [column.entry.choice.id for column in table.columns] == [3, 2, 1]
    assert table.people == (row("Alice", (None, False), (0, False), (2, True)),)


def test_each_date_has_who_gave_which_answer() -> None:
    shown = told((EVENING, DAY), ALICE, BOB, CAROL)

    assert shown.signed == {
        1: (SignedAnswer(2, Answer(("Alice",), 0)), SignedAnswer(1, Answer(("Carol",), 0))),
        2: (SignedAnswer(2, Answer(("Bob", "Carol"), 0)), SignedAnswer(0, Answer(("Alice",), 0))),
    }
    assert shown.texts == {1: "Thu 24 Dec, 18:00\u2013\u206020:00", 2: "Fri 25 Dec"}
    assert shown.has_times


def test_year_stands_with_dates_of_several_years() -> None:
    shown = told((DAY, "2027-01-02"), ALICE)

    assert shown.texts == {1: "Fri 25 Dec 2026", 2: "Sat 2 Jan 2027"}
    assert not shown.has_times


def test_several_days_are_told_from_the_first_to_the_last() -> None:
    shown = told(("2026-12-24\u20132026-12-27", EVENING), ALICE)

    assert shown.texts[1] == "Thu 24 Dec \u2013 Sun 27 Dec"
    assert shown.grid
    lines = {column.lines for column in shown.grid.columns}
    assert ("Thu\u2013Sun", "24 Dec\u2013", "27 Dec") in lines


def test_what_is_no_date_stands_as_it_is() -> None:
    shown = told(("Christmas", EVENING), ALICE)

    assert shown.texts[1] == "Christmas"
    assert shown.grid
    assert shown.grid.columns[1].lines == ("Christmas",)


def test_there_is_no_table_without_names_nor_with_very_many() -> None:
    many = [Signed(f"Voter {number}", ((1, 2),)) for number in range(MOST_CELLS // 2)]

    assert told((EVENING, DAY)).grid is None
    assert told((EVENING, DAY), *many).grid
    assert told((EVENING, DAY), *many, ALICE).grid is None


def test_only_the_best_of_very_many_dates_have_names() -> None:
    dates = [f"2026-{month:02}-{day:02}" for month in (1, 3, 5, 7) for day in range(1, 21)]

    shown = told(dates, Signed("Alice", tuple((number, 2) for number in range(1, 81))))

    assert len(shown.signed) == MOST_DATES
    assert len(shown.texts) == 80


def test_wide_table_says_so() -> None:
    dates = [f"2026-12-{day:02}" for day in range(1, 10)]

    assert not grid(dates[:8], ALICE).is_wide
    assert grid(dates, ALICE).is_wide


def test_a_ballot_says_each_answer_once_with_its_dates() -> None:
    question = asking.question(
        method="availability",
        labels=METHODS["availability"].labels,
        max_choices=None,
        zone="Europe/Paris",
        choices=tuple(
            Choice(number, text, 0) for number, text in enumerate((DAY, EVENING, "2027-01-02"), 1)
        ),
    )

    said = availability.replies(((1, 2), (2, 2), (3, 0)), question)

    evening = "Thu 24 Dec 2026, 18:00\u2013\u206020:00"
    assert said == [("Yes", [evening, "Fri 25 Dec 2026"]), ("No", ["Sat 2 Jan 2027"])]
    assert availability.replies(((1, None),), question) == []
