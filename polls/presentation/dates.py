"""Moments and dates as people read them: by the clocks of a place, with months in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polls.domain.questions import dates
from polls.domain.questions.questions import EXTRAS, Kind
from polls.domain.results import phrases as said
from polls.domain.text import times
from polls.domain.text.moment_problems import MomentError
from polls.presentation.language import gettext, gettext_noop, translated
from polls.presentation.results import score_labels

if TYPE_CHECKING:
    from datetime import date, datetime

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Choice, Question
    from polls.domain.results.results import Result

_MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
_WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)

_OWN = {Kind.NONE: gettext_noop("None of these"), Kind.BLANK: gettext_noop("Blank vote")}
"""What is offered below the choices, which is kept as `EXTRAS` has it."""
_SHORT_MONTHS = (
    gettext_noop("Jan"),
    gettext_noop("Feb"),
    gettext_noop("Mar"),
    gettext_noop("Apr"),
    gettext_noop("May"),
    gettext_noop("Jun"),
    gettext_noop("Jul"),
    gettext_noop("Aug"),
    gettext_noop("Sep"),
    gettext_noop("Oct"),
    gettext_noop("Nov"),
    gettext_noop("Dec"),
)
_SHORT_WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


def moment(instant: datetime, zone: str) -> str:
    """Return an instant by the clocks of a zone: “5 June 2026, 18:00 Europe/Paris”.

    In UTC where `times.local` has it so.
    """
    local = times.local(instant, zone)
    return gettext(
        "%(day)s %(month)s %(year)s, %(clock)s %(zone)s",
        day=local.day,
        month=_month(local),
        year=local.year,
        clock=clock(local),
        zone=local.tzinfo,
    )


def month(day: date) -> str:
    """Return the month of a day: “June 2026”."""
    return gettext("%(month)s %(year)s", month=_month(day), year=day.year)


def day(date_: date) -> str:
    """Return a day: “Friday 5 June 2026”."""
    return gettext(
        "%(weekday)s %(day)s %(month)s %(year)s",
        weekday=translated(_WEEKDAYS[date_.weekday()]),
        day=date_.day,
        month=_month(date_),
        year=date_.year,
    )


def weekday(day: date) -> str:
    """Return a day of the week where there is little room: “Fri”."""
    return translated(_SHORT_WEEKDAYS[day.weekday()])


def short_day(day: date, *, has_year: bool) -> str:
    """Return a day where there is little room: “5 Jun”, with its year if that is wanted."""
    month = translated(_SHORT_MONTHS[day.month - 1])
    if has_year:
        return gettext("%(day)s %(month)s %(year)s", day=day.day, month=month, year=day.year)
    return gettext("%(day)s %(month)s", day=day.day, month=month)


def clock(moment: datetime) -> str:
    """Return an hour by the clocks of its own zone: “18:00”."""
    return f"{moment:%H:%M}"


def until(moment: datetime) -> str:
    """Return the hour that ends a span, which no line break parts from the dash before it."""
    return f"\N{WORD JOINER}{clock(moment)}"


def written(text: str, zone: str) -> str:
    """Return a date to choose: “Thursday 24 December 2026, 18:00”, with its end if it has one.

    Several days begin with “Thursday 24 December” and end with the day as it is said alone.

    What is no date, by the clocks that this machine knows, stands as it is.
    """
    try:
        start, end, is_day = dates.read(text, zone)
    except MomentError:
        return text
    place = ZoneInfo(zone)
    begins = start.astimezone(place)
    ends = end.astimezone(place) if end else begins
    if is_day:
        return _days(begins, ends)
    if end is None:
        return gettext("%(day)s, %(clock)s", day=day(begins), clock=clock(begins))
    fields = {"day": day(begins), "start": clock(begins), "end": until(ends)}
    if ends.date() > begins.date():
        return gettext("%(day)s, %(start)s\N{EN DASH}%(end)s the next day", **fields)
    return gettext("%(day)s, %(start)s\N{EN DASH}%(end)s", **fields)


def _days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    begins = day(first)
    if first.year == last.year:
        begins = gettext(
            "%(weekday)s %(day)s %(month)s",
            weekday=translated(_WEEKDAYS[first.weekday()]),
            day=first.day,
            month=_month(first),
        )
    return gettext("%(first)s \N{EN DASH} %(last)s", first=begins, last=day(last))


def text_of(choice: Choice, question: Question) -> str:
    """Return the text of a choice as people read it: a date in words, our own in their language."""
    if choice.text == EXTRAS.get(choice.kind):
        return translated(_OWN[choice.kind])
    return in_words(choice.text, question)


def first_text_of(choice: Choice, question: Question) -> str | None:
    """Return what a choice said before it was edited, as people read it."""
    return in_words(choice.original_text, question) if choice.original_text else None


def in_words(text: str, question: Question) -> str:
    """Return the text of a choice as people read it: of a question of dates, a date in words."""
    return written(text, question.zone) if question.rules.has_dates else text


def worded(result: Result, question: Question) -> Result:
    """Return a result whose choices are called as people read them."""
    has_own = any(choice.kind in _OWN for choice in question.choices)
    if not has_own and not question.rules.has_dates:
        return result
    texts = {choice.id: text_of(choice, question) for choice in question.choices}
    return replace(result, names={id_: texts[id_] for id_ in result.names})


def phrases(selection: Selection, question: Question) -> tuple[str, ...]:
    """Return what a ballot says, in a few words for each of its choices, as people read them."""
    choices = tuple(
        replace(each, text=text_of(each, question)) for each in said.as_listed(question)
    )
    rules = replace(question.rules, labels=score_labels.of(question.rules))
    return said.phrases(selection, replace(question, choices=choices, rules=rules))


def _month(day: date) -> str:
    return translated(_MONTHS[day.month - 1])
