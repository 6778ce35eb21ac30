"""Dates as sheets of a calendar: the weeks of each month, from Monday to Sunday."""

from __future__ import annotations

from calendar import Calendar, monthrange
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.presentation.agenda import AgendaEntry, Month

MOST = 6
"""Months: half a year is a calendar, more is a list."""

_FEWEST = 2
"""Days for which a calendar is worth its place."""


class Day(NamedTuple):
    """One field of a sheet."""

    number: int
    """In the month; 0: it is in another one."""
    choices: tuple[int, ...]
    """The ids of the dates on this day."""


Week: TypeAlias = tuple[Day, ...]


class MonthSheet(NamedTuple):
    """One month."""

    title: str
    weeks: tuple[Week, ...]


def sheets(months: Sequence[Month]) -> tuple[MonthSheet, ...]:
    """Return the months that have dates, empty weeks left out; none if they are too many or few."""
    found = tuple(_sheet(month) for month in months if month.title)
    days = [day for sheet in found for week in sheet.weeks for day in week if day.choices]
    return found if len(found) <= MOST and len(days) >= _FEWEST else ()


def _sheet(month: Month) -> MonthSheet:
    on: dict[int, tuple[int, ...]] = {}
    for entry in month.entries:
        for day in _days(entry):
            on[day] = (*on.get(day, ()), entry.choice.id)
    first = next(entry.start for entry in month.entries if entry.start)
    weeks = Calendar().monthdayscalendar(first.year, first.month)
    return MonthSheet(
        month.title,
        tuple(
            tuple(Day(number, on.get(number, ())) for number in week)
            for week in weeks
            if on.keys() & set(week)
        ),
    )


def _days(entry: AgendaEntry) -> range:
    """Return the days of an entry in the month in which it begins; it may be several."""
    if entry.start is None:
        return range(0)
    first = last = entry.start.day
    if entry.is_day and entry.end:
        is_same = (entry.end.year, entry.end.month) == (entry.start.year, entry.start.month)
        last = entry.end.day if is_same else monthrange(entry.start.year, entry.start.month)[1]
    return range(first, last + 1)
