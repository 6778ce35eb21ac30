"""Dates as a ballot lists them: in their order, month by month, each with its instants."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from polls.domain.questions.dates import read
from polls.domain.text.moment_problems import MomentError
from polls.presentation import dates
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from polls.domain.questions.questions import Choice, Question


class AgendaEntry(NamedTuple):
    """A choice as a date; without a start if it is none, such as “None of these”."""

    choice: Choice
    start: datetime | None = None
    """By the clocks of the question."""
    end: datetime | None = None
    is_day: bool = False


class Month(NamedTuple):
    """The dates of one month; its title is empty over what is no date."""

    title: str
    entries: tuple[AgendaEntry, ...]


def months(choices: Iterable[Choice], zone: str) -> tuple[Month, ...]:
    """Return dates by the months of a zone, in their order; what is no date comes last."""
    entries = [_entry(choice, zone) for choice in choices]
    dated = sorted((each for each in entries if each.start), key=_place)
    others = tuple(each for each in entries if not each.start)
    listed = [Month(title, tuple(group)) for title, group in groupby(dated, key=_title)]
    return (*listed, Month("", others)) if others else tuple(listed)


def has_times(months: Iterable[Month]) -> bool:
    """Tell whether one of the dates has an hour, which other clocks show otherwise."""
    return any(entry.start and not entry.is_day for month in months for entry in month.entries)


def brief(entry: AgendaEntry) -> tuple[str, str]:
    """Return a day and its hours as they stand under their month: “Thu 24” and “18:00”."""
    start, end = entry.start, entry.end
    if start is None:
        return entry.choice.text, ""
    if entry.is_day:
        return _days(start, end or start), ""
    hours = dates.clock(start)
    if end:
        hours = gettext("%(start)s\N{EN DASH}%(end)s", start=hours, end=dates.until(end))
    return _day(start), hours


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    return gettext("%(first)s \N{EN DASH} %(last)s", first=_day(first), last=_day(last))


def _day(day: date) -> str:
    return gettext("%(weekday)s %(day)s", weekday=dates.weekday(day), day=day.day)


def short(entry: AgendaEntry, *, has_year: bool) -> str:
    """Return a date where there is little room: “Fri 3 Jul, 19:00”; or what is no date."""
    if entry.start is None:
        return entry.choice.text
    day = _short_day(entry.start, has_year=has_year)
    if entry.is_day and entry.end:
        last = _short_day(entry.end, has_year=has_year)
        return gettext("%(day)s \N{EN DASH} %(last)s", day=day, last=last)
    if entry.is_day:
        return day
    fields = {"day": day, "start": dates.clock(entry.start)}
    if entry.end is None:
        return gettext("%(day)s, %(start)s", **fields)
    return gettext("%(day)s, %(start)s\N{EN DASH}%(end)s", end=dates.until(entry.end), **fields)


def short_names(names: Mapping[int, str], question: Question) -> dict[int, str]:
    """Return what the choices of a question of dates are called where many are listed.

    Args:
        names: by the id of a choice, of what is no date.
        question: with its choices.
    """
    entries = [_entry(choice, question.zone) for choice in question.choices]
    has_year = len({entry.start.year for entry in entries if entry.start}) > 1
    dated = {each.choice.id: short(each, has_year=has_year) for each in entries if each.start}
    return {id_: dated.get(id_, name) for id_, name in names.items()}


def lines(entry: AgendaEntry, *, has_year: bool) -> tuple[str, ...]:
    """Return the same in lines, for the head of a narrow column."""
    if entry.start is None:
        return (entry.choice.text,)
    weekday, day = dates.weekday(entry.start), dates.short_day(entry.start, has_year=has_year)
    if entry.is_day and entry.end:
        last = dates.weekday(entry.end), dates.short_day(entry.end, has_year=has_year)
        return f"{weekday}\N{EN DASH}{last[0]}", f"{day}\N{EN DASH}", last[1]
    if entry.is_day:
        return weekday, day
    start = dates.clock(entry.start)
    if entry.end is None:
        return weekday, day, start
    return weekday, day, f"{start}\N{EN DASH}", dates.clock(entry.end)


def _short_day(day: datetime, *, has_year: bool) -> str:
    return gettext(
        "%(weekday)s %(day)s",
        weekday=dates.weekday(day),
        day=dates.short_day(day, has_year=has_year),
    )


def _entry(choice: Choice, zone: str) -> AgendaEntry:
    try:
        start, end, is_day = read(choice.text, zone)
    except MomentError:
        return AgendaEntry(choice)
    place = ZoneInfo(zone)
    return AgendaEntry(choice, start.astimezone(place), end and end.astimezone(place), is_day)


def _place(entry: AgendaEntry) -> tuple[datetime, ...]:
    return tuple(filter(None, (entry.start, entry.end)))


def _title(entry: AgendaEntry) -> str:
    return dates.month(entry.start) if entry.start else ""
