"""Who can make which date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice
from polls.domain.results import results
from polls.domain.results.tallies import Group, folded
from polls.presentation.results.attendance import MOST_DATES, Answer
from polls.presentation.steps import availability
from polls.presentation.steps.availability import CalendarDay, SignedAnswer
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.presentation.steps.availability import Availability

Selection = tuple[tuple[int, int], ...]


class Signed(NamedTuple):
    name: str
    selection: Selection


def told(dates: Sequence[str], *ballots: Signed) -> Availability:
    question = asking.question(
        method="availability",
        labels=METHODS["availability"].labels,
        max_choices=None,
        zone="Europe/Paris",
        choices=tuple(Choice(number, text, 0) for number, text in enumerate(dates, start=1)),
    )
    groups = [Group(each.selection, 1, 1) for each in ballots]
    result = results.read(question, folded(question, groups), is_closed=True)
    return availability.told(result.counted.steps, question, result, ballots)


def test_calendar_has_the_best_date_of_each_day() -> None:
    dates = ("2026-12-24", "2026-12-25 10:00", "2026-12-25 20:00")
    alice, bob = Signed("Alice", ((1, 1), (2, 1), (3, 2))), Signed("Bob", ((1, 1), (3, 1)))

    (month,) = told(dates, alice, bob).calendar

    days = [day for week in month.weeks for day in week if day.is_asked]
    assert days == [
        CalendarDay(24, is_asked=True, yes=0, if_need_be=2),
        CalendarDay(25, is_asked=True, is_leading=True, yes=1, if_need_be=1),
    ]


def test_dates_are_listed_with_who_can_come() -> None:
    alice, bob = Signed("Alice", ((1, 2), (2, 0))), Signed("Bob", ((1, 1), (2, 2)))

    shown = told(("2026-12-24", "2027-01-02 10:00"), alice, bob)

    first, second = (date for month in shown.months for date in month.dates)
    assert [month.title for month in shown.months] == ["December 2026", "January 2027"]
    assert first.signed == (
        SignedAnswer("Yes", Answer(("Alice",), 0)),
        SignedAnswer("If need be", Answer(("Bob",), 0)),
    )
    assert second.signed == (SignedAnswer("Yes", Answer(("Bob",), 0)),)
    assert (first.is_leading, second.is_leading) == (True, False)
    assert [part.ballots for part in second.parts] == [1, 1]
    assert shown.has_times


def test_one_month_has_no_title_and_very_many_dates_end() -> None:
    few = told(("2026-12-24", "2026-12-25"), Signed("Alice", ((1, 2),)))
    many = [f"2026-{month:02}-{day:02}" for month in (1, 3) for day in range(1, 21)]

    shown = told(many, Signed("Alice", ((1, 2),)))

    assert [month.title for month in few.months] == [""]
    assert not few.has_times
    assert shown.listed == MOST_DATES
    assert sum(len(month.dates) for month in shown.months) == MOST_DATES
