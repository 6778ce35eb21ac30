"""Time zones as calendars carry them: the offsets at some moments, and since when (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from icalendar import Timezone

_STEP = timedelta(days=7)
"""No zone changes its clocks twice within it."""

_LONGEST = 60
"""Steps back: somewhat more than a year. A zone that changed nothing meanwhile has one offset."""

_FIRST = datetime(1, 1, 2, tzinfo=UTC)
"""Before it, the clocks of some zone are in no year that there is."""

_SECOND = timedelta(seconds=1)


class _Observance(NamedTuple):
    """How clocks are set since a moment, by the clocks before it (section 3.6.5)."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


def time_zone(place: ZoneInfo, moments: Iterable[datetime]) -> Timezone:
    """Return a zone with what programs need that know nothing else of it, at these moments.

    Not by icalendar itself, 7.3, which says the onset of summer by the clocks after it.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - it is slow

    zone = Timezone()
    zone.add("tzid", place.key)
    for each in sorted(set(_observances(place, moments))):
        part = TimezoneDaylight() if each.is_daylight else TimezoneStandard()
        part.add("dtstart", each.onset)
        part.add("tzoffsetfrom", each.before)
        part.add("tzoffsetto", each.after)
        part.add("tzname", each.name)
        zone.add_component(part)
    return zone


def _observances(place: ZoneInfo, moments: Iterable[datetime]) -> Iterator[_Observance]:
    """Yield how clocks are set at these moments, once for those in a row."""
    last: tuple[datetime, tuple[timedelta, str, bool]] | None = None
    for moment in sorted(moments):
        set_ = _set(place, moment)
        if last is None or moment - last[0] > _STEP or set_ != last[1]:
            yield _observance(place, moment)
        last = moment, set_


def _observance(place: ZoneInfo, moment: datetime) -> _Observance:
    """Return how clocks are set at a moment, and since when."""
    late = moment.astimezone(UTC).replace(microsecond=0)
    set_ = _set(place, late)
    early = late
    for _ in range(min(_LONGEST, (late - _FIRST) // _STEP)):
        early -= _STEP
        if _set(place, early) != set_:
            break
        late = early
    else:
        return _Observance(_naive(late + set_[0]), set_[0], *set_)
    while late - early > _SECOND:
        between = early + (late - early) // 2
        between = between.replace(microsecond=0)
        if _set(place, between) == set_:
            late = between
        else:
            early = between
    before, *_ = _set(place, early)
    return _Observance(_naive(late + before), before, *set_)


def _set(place: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(place)
    offset = local.utcoffset() or timedelta()
    return offset, local.tzname() or place.key, bool(local.dst())


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
