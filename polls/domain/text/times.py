"""Moments as people write and read them: by the clocks of a place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from polls.domain.text.moment_problems import (
    MomentError,
    MomentFault,
    RepeatedTime,
    SkippedDay,
    SkippedTime,
)
from polls.domain.text.texts import in_plain_digits

LAST_YEAR = 9000
"""Far enough, and no zone's clocks get past the last year that can be written."""

NO_PLACES = frozenset(("Factory", "localtime"))
"""What the database of zones calls a machine without a place, and some machines their own."""

_SHAPE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?")
_IN_FIELD = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?")


def instant(text: str, zone: str) -> datetime:
    """Return the instant, in UTC, that a form's “2026-06-05T18:00” means in a zone.

    Where the clocks are put back an hour passes twice; the first time is meant.

    Raises:
        MomentError: the text is no date and time, or the clocks of the zone skip it.
    """
    if not (found := _SHAPE.fullmatch(in_plain_digits(text.strip()))):
        raise MomentError(MomentFault.NOT_WRITTEN_AS_ONE)
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=ZoneInfo(zone))
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentError(MomentFault.NO_SUCH_TIME) from None
    if moment.year > LAST_YEAR:
        raise MomentError(MomentFault.NO_SUCH_TIME)
    shown = moment.astimezone(local.tzinfo)
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise MomentError(SkippedTime(zone, local, shown))
    return moment


def only_instant(text: str, zone: str) -> datetime:
    """Return the same as `instant`, where it must be plain to everybody which one is meant.

    Raises:
        MomentError: also where the clocks of the zone are put back, and show that time twice.
    """
    moment = instant(text, zone)
    local = moment.astimezone(ZoneInfo(zone))
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise MomentError(RepeatedTime(zone, local))
    return moment


def beginning(day: date, zone: str) -> datetime:
    """Return the instant, in UTC, at which a day begins in a zone, at midnight or soon after.

    Raises:
        MomentError: the zone skips the whole day, or no clock will show it.
    """
    try:
        moment = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        begins_on = moment.astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        raise MomentError(MomentFault.NO_SUCH_DAY) from None
    if moment.year > LAST_YEAR or begins_on != day:  # some crossed the date line
        raise MomentError(SkippedDay(zone))
    return moment


def local(moment: datetime, zone: str) -> datetime:
    """Return an instant by the clocks of a zone, for people to read.

    In UTC if this machine does not know the zone, as its list may be older than another one's, and
    in the first and last years of the calendar, which other clocks may not have reached.
    """
    is_shown = is_zone(zone) and 1 < moment.year <= LAST_YEAR
    return moment.astimezone(ZoneInfo(zone if is_shown else "UTC"))


def exact(moment: datetime) -> str:
    """Write an instant as HTML's `datetime` has it, to the second: “2026-06-05T18:00:00+02:00”.

    In UTC where the clocks of a place were some seconds off, as they were before there were zones.
    """
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")


def in_field(moment: datetime, zone: str) -> str:
    """Write an instant as a form's field for a date and a time has it: “2026-06-05T18:00”.

    In UTC where `local` is.
    """
    return local(moment, zone).replace(tzinfo=None).isoformat(timespec="minutes")


def field_type(text: str) -> str:
    """Return the type of a form's field for a date and a time with this text in it.

    Browsers empty a `datetime-local` that holds anything else, and it should be there to be mended.
    """
    return "datetime-local" if not text or _IN_FIELD.fullmatch(text) else "text"


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name."""
    return name in _zones()


def spelled(name: str) -> str:
    """Return the name of a zone as it is spelled, from “america/new york”; others stay."""
    return _spellings().get(name.strip().replace(" ", "_").casefold(), name.strip())


@cache
def places() -> tuple[str, ...]:
    """Return the zones that are called by a place, and UTC; the others are old names of them."""
    named = (name for name in _zones() if name.partition("/")[0] in _CONTINENTS)
    return ("UTC", *sorted(named))


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in _zones()}


@cache  # it reads a folder each time, which takes tens of milliseconds
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - NO_PLACES


_CONTINENTS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ),
)
