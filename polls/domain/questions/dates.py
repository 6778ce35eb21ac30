"""Dates that a group chooses between, by the clocks of the question: days, hours, several days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from polls.domain.text import times
from polls.domain.text.moment_problems import MomentError, MomentFault, NoDate, UnknownZone
from polls.domain.text.texts import in_plain_digits

_DASH = "\N{EN DASH}"

EXAMPLES = (
    "2026-12-24",
    f"2026-12-24{_DASH}2026-12-27",
    "2026-12-24 18:00",
    f"2026-12-24 18:00{_DASH}20:00",
)
"""A whole day, several, a beginning, hours: the ways in which a date is written and kept."""

_DASHES = (
    "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
    "~\N{WAVE DASH}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH TILDE}"
)
_DAY = rf"(\d{{4}})[{_DASHES}](\d{{1,2}})[{_DASHES}](\d{{1,2}})"
_CLOCK = r"(\d{1,2})[:.\N{FULLWIDTH COLON}](\d\d)"
_UNTIL = rf"\s*(?:[{_DASHES}]|to|until|till)\s*"
_SHAPE = re.compile(
    rf"{_DAY}(?:{_UNTIL}{_DAY}|[T\s]\s*{_CLOCK}(?:{_UNTIL}(?:{_DAY}[T\s]\s*)?{_CLOCK})?)?",
    re.IGNORECASE,
)


class Date(NamedTuple):
    """One date; its instants are aware, in UTC."""

    start: datetime
    """Of a whole day: when it begins."""
    end: datetime | None
    """None: not said. An end that is earlier by the clock is on the next day.
    Of several days, as one date: when the last of them begins."""
    is_day: bool
    """Whether the whole day is meant, or several whole days."""


def read(text: str, zone: str) -> Date:
    """Read a date as people write it, by the clocks of a zone.

    Several days go from the first to the last one, and hours from one clock to another, with a dash
    or “to” between them. Hours may end in the night after the day; that day may be written too.

    Raises:
        MomentError: it is none, or its hours come never or twice, where the clocks are changed.
    """
    return _read(_parts(text), zone)


def canonical(text: str, zone: str) -> str:
    """Return a date in the one way in which it is kept.

    Raises:
        MomentError: as `read` does.
    """
    parts = _parts(text)
    _read(parts, zone)
    if parts.last:
        return f"{parts.day}{_DASH}{parts.last}"
    if parts.end:
        return f"{parts.day} {parts.start}{_DASH}{parts.end}"
    return f"{parts.day} {parts.start}" if parts.start else f"{parts.day}"


def place(text: str, zone: str) -> tuple[datetime, datetime]:
    """Return where a date belongs among others: sorted by it, they are in order.

    Raises:
        MomentError: as `read` does.
    """
    start, end, _ = read(text, zone)
    return start, end or start


def is_past(text: str, zone: str, now: datetime) -> bool:
    """Tell whether a date has begun already; a whole day or several, whether they are over.

    Raises:
        MomentError: as `read` does.
    """
    start, end, is_day = read(text, zone)
    if not is_day:
        return start < now
    place = ZoneInfo(zone)
    return (end or start).astimezone(place).date() < now.astimezone(place).date()


class _Parts(NamedTuple):
    day: date
    last: date | None
    start: str | None
    end: str | None


def _parts(text: str) -> _Parts:
    found = _SHAPE.fullmatch(in_plain_digits(text.strip()))
    if not found:
        raise MomentError(NoDate(*EXAMPLES))
    numbers = found.groups()
    try:
        day, last, ends_on = _day(*numbers[:3]), _day(*numbers[3:6]), _day(*numbers[8:11])
        parts = _Parts(day or date.min, last, _clock(*numbers[6:8]), _clock(*numbers[11:]))
        is_too_long = ends_on is not None and ends_on != _last_day(parts)
    except (ValueError, OverflowError):
        raise MomentError(MomentFault.NO_SUCH_DAY) from None
    if is_too_long:
        raise MomentError(MomentFault.ENDS_ANOTHER_DAY)
    if parts.last and parts.last <= parts.day:
        is_same = parts.last == parts.day
        raise MomentError(MomentFault.ENDS_AT_ONCE if is_same else MomentFault.ENDS_BEFORE)
    return parts


def _day(year: str | None, month: str | None, day: str | None) -> date | None:
    return date(int(year), int(month), int(day)) if year and month and day else None


def _last_day(parts: _Parts) -> date:
    """Return the day on which the hours end: the next one where they end earlier by the clock."""
    is_over_midnight = parts.start and parts.end and parts.end < parts.start
    return parts.day + timedelta(days=1) if is_over_midnight else parts.day


def _clock(hour: str | None, minute: str | None) -> str | None:
    return hour and f"{hour:0>2}:{minute}"


def _read(parts: _Parts, zone: str) -> Date:
    if not times.is_zone(zone):
        raise MomentError(UnknownZone(zone))
    if parts.start is None:
        end = times.beginning(parts.last, zone) if parts.last else None
        return Date(times.beginning(parts.day, zone), end, is_day=True)
    start = times.only_instant(f"{parts.day} {parts.start}", zone)
    if parts.end is None:
        return Date(start, None, is_day=False)
    if parts.end == parts.start:
        raise MomentError(MomentFault.ENDS_AT_ONCE)
    return Date(start, times.only_instant(f"{_last_day(parts)} {parts.end}", zone), is_day=False)
