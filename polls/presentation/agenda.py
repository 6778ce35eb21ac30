"""Dates as a ballot lists them: in their order, month by month, each with its instants."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from polls.domain.questions import dates
from polls.domain.text.moment_problems import MomentError
from polls.presentation.dates import month

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from polls.domain.questions.questions import Choice


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


def _entry(choice: Choice, zone: str) -> AgendaEntry:
    try:
        start, end, is_day = dates.read(choice.text, zone)
    except MomentError:
        return AgendaEntry(choice)
    place = ZoneInfo(zone)
    return AgendaEntry(choice, start.astimezone(place), end and end.astimezone(place), is_day)


def _place(entry: AgendaEntry) -> tuple[datetime, ...]:
    return tuple(filter(None, (entry.start, entry.end)))


def _title(entry: AgendaEntry) -> str:
    return month(entry.start) if entry.start else ""
