"""The dates of a question as a calendar (RFC 5545), to add to one's own or to subscribe to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from polls import __version__
from polls.db import log
from polls.db import questions as table
from polls.domain.errors import NoDatesError
from polls.domain.questions import dates
from polls.domain.text.moment_problems import MomentError
from polls.services.exports import content_lines
from polls.services.exports.time_zones import time_zone

if TYPE_CHECKING:
    from icalendar import Event
    from sqlalchemy import Connection

    from polls.bulkheads import InThread
    from polls.db.engines.database import Database
    from polls.domain.questions.dates import Date
    from polls.domain.questions.questions import Choice, Question

REFRESHED = timedelta(hours=1)
"""How often a calendar that subscribes is to ask again (RFC 7986, section 5.7)."""

_TENTATIVE, _CONFIRMED, _CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


class ListedDate(NamedTuple):
    """A choice that is a date, and what has become of it."""

    choice: Choice
    date: Date
    status: str
    """As section 3.8.1.11 has it."""


class Agenda(NamedTuple):
    """What a calendar of the dates of a question says."""

    question: Question
    changed_at: datetime
    address: str
    dates: tuple[ListedDate, ...]

    @property
    def tag(self) -> str:
        """Names the file without writing it: the same until it would be another one."""
        question = self.question
        content = (question.text, question.description, question.zone, question.revision)
        listed = [
            (choice.id, choice.text, choice.description, choice.link, when, status)
            for choice, when, status in self.dates
        ]
        said = (__version__, self.address, self.changed_at, content, listed)
        return sha256(repr(said).encode()).hexdigest()[:32]


async def events(
    database: Database,
    key: str,
    address: str,
    in_thread: InThread,
    *,
    has_cancelled: bool = True,
) -> Agenda:
    """Return the dates of a question: all of them as tentative, or what was decided as confirmed.

    Args:
        database: where it is.
        key: of the question.
        address: of its page, as people know it.
        in_thread: what reads the dates.
        has_cancelled: whether dates that were decided against are in it, as cancelled: for a
            calendar that may have them as tentative.

    Raises:
        NoDatesError: it has none.
        NotYetOpenError: voting has not begun.
        QuestionDeletedError: there was such a question.
        QuestionNotFoundError: there is none, or it may not be known that there will be.
    """
    question, changed_at = await database.read(_read, key, datetime.now(UTC))
    if not question.rules.has_dates:
        raise NoDatesError
    listed = await in_thread(_listed, question, has_cancelled=has_cancelled)
    if not listed:
        raise NoDatesError
    return Agenda(question, changed_at, address, listed)


def _read(connection: Connection, key: str, now: datetime) -> tuple[Question, datetime]:
    """Return a question, and when it was last changed."""
    question = table.known(connection, key, now)
    question.check_begun(now)
    return question, log.latest(connection, question.id) or question.pub_date


def calendar(agenda: Agenda) -> bytes:
    """Return the file. It takes a while where there are many dates: call it in a thread."""
    # Imported here: it takes a third of a second, and many a process never writes a calendar.
    from icalendar import Calendar  # noqa: PLC0415

    question, changed_at, address, listed = agenda
    file = Calendar()
    file.add("prodid", "-//Polls//Polls//EN")
    file.add("version", "2.0")
    file.add("name", question.text)  # RFC 7986; what follows says the same to older programs
    file.add("x-wr-calname", question.text)
    file.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    place = ZoneInfo(question.zone)
    if question.zone != "UTC" and (hours := [each for _, each, _ in listed if not each.is_day]):
        moments = [moment for each in hours for moment in (each.start, each.end) if moment]
        file.add_component(time_zone(place, moments))
    for choice, when, status in listed:
        event = _event(when, place)
        event.add("uid", _uid(choice, address))
        event.add("dtstamp", changed_at)
        event.add("last-modified", changed_at)
        event.add("sequence", question.revision)
        event.add("status", status)
        event.add("summary", question.text)
        event.add("description", _description(choice, question, address))
        event.add("url", address)
        file.add_component(event)
    return content_lines.written(file)


def _listed(question: Question, *, has_cancelled: bool) -> tuple[ListedDate, ...]:
    """Return the choices that are dates, by the clocks that this machine knows."""
    listed = []
    for choice in question.choices:
        status = _status(choice, question)
        if status == _CANCELLED and not has_cancelled:
            continue
        try:
            when = dates.read(choice.text, question.zone)
        except MomentError:
            continue
        listed.append(ListedDate(choice, when, status))
    return tuple(listed)


def _status(choice: Choice, question: Question) -> str:
    if not question.decided:
        return _TENTATIVE
    return _CONFIRMED if choice.is_decided else _CANCELLED


def _event(when: Date, place: ZoneInfo) -> Event:
    """Return an event with its time; one without an end ends as it begins (section 3.6.1)."""
    from icalendar import Event  # noqa: PLC0415 - as above

    def local(moment: datetime) -> Any:
        return moment if place.key == "UTC" else moment.astimezone(place)

    event = Event()
    if when.is_day:
        first: date = when.start.astimezone(place).date()
        last: date = (when.end or when.start).astimezone(place).date()
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the day after: an end is not part of it
    else:
        event.add("dtstart", local(when.start))
        if when.end:
            event.add("dtend", local(when.end))
    return event


def _uid(choice: Choice, address: str) -> str:
    """Return what names a date for good: not its text, which may be edited (RFC 7986, 5.3)."""
    place = address.partition("://")[2]  # a site that gets its certificate stays the same
    return str(uuid5(NAMESPACE_URL, f"{place}#{choice.id}"))


def _description(choice: Choice, question: Question, address: str) -> str:
    said = (choice.description, choice.link, question.description, address)
    return "\n\n".join(filter(None, said))
