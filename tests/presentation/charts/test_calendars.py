"""Dates on the sheets of a calendar."""

from __future__ import annotations

from polls.domain.questions.questions import Choice
from polls.presentation.agenda import months
from polls.presentation.charts.calendars import MOST, Day, MonthSheet, sheets


def drawn(*texts: str) -> tuple[MonthSheet, ...]:
    choices = [Choice(number, text, 0) for number, text in enumerate(texts, start=1)]
    return sheets(months(choices, "Europe/Paris"))


def test_sheet_has_the_weeks_with_dates_from_monday_on() -> None:
    (sheet,) = drawn("2026-12-24 20:00", "2026-12-24", "2026-12-06", "None of these")

    assert sheet.title == "December 2026"
    assert sheet.weeks == (
        (Day(0, ()), *(Day(number, ()) for number in range(1, 6)), Day(6, (3,))),
        (
            *(Day(number, ()) for number in (21, 22, 23)),
            Day(24, (2, 1)),
            *(Day(number, ()) for number in (25, 26, 27)),
        ),
    )


def test_days_are_those_of_the_zone() -> None:
    sheet, _ = drawn("2026-12-31 23:30", "2027-01-01 00:30")

    assert [day.number for week in sheet.weeks for day in week if day.choices] == [31]


def test_several_days_are_all_on_the_sheet_of_their_first_month() -> None:
    (sheet,) = drawn("2026-12-04 - 2026-12-06", "2026-12-30 - 2027-01-02")

    asked = {day.number: day.choices for week in sheet.weeks for day in week if day.choices}
    assert asked == {4: (1,), 5: (1,), 6: (1,), 30: (2,), 31: (2,)}


def test_no_calendar_for_one_day_or_for_very_many_months() -> None:
    many = [f"20{year}-{month:02}-01" for year in (26, 27) for month in range(1, 13)]

    assert drawn("2026-12-24 18:00", "2026-12-24 20:00") == ()
    assert len(drawn(*many[:MOST])) == MOST
    assert drawn(*many[: MOST + 1]) == ()
    assert drawn("None of these") == ()
