"""Sentences about texts that name no moment, no date or no time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.text.directions import isolated
from polls.domain.text.moment_problems import (
    MomentFault,
    MomentProblem,
    NoDate,
    RepeatedTime,
    SkippedDay,
    SkippedTime,
    UnknownZone,
)
from polls.domain.text.texts import without_hidden_controls
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from datetime import datetime


def sentence(problem: MomentProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return why a text names no moment, and what to write."""
    match problem:
        case MomentFault():
            return _fault(problem)
        case SkippedTime(zone, asked, shown):
            return gettext(
                "The clocks in %(zone)s go forward then, so %(asked)s does not exist on that day. "
                "Write %(instead)s, or another time.",
                zone=zone,
                asked=format(asked, "%H:%M"),
                instead=_instead(shown, asked),
            )
        case RepeatedTime(zone, shown):
            return gettext(
                "The clocks in %(zone)s go back then, so %(shown)s occurs twice on that day. "
                "Choose a time before or after that hour.",
                zone=zone,
                shown=format(shown, "%H:%M"),
            )
        case SkippedDay(zone):
            return gettext("That day does not exist in %(zone)s.", zone=zone)
        case NoDate(day, days, time, hours):
            return gettext(
                "Write a day as in %(day)s, several days as in %(days)s, a time as in %(time)s, or "
                "a start and an end as in %(hours)s.",
                day=day,
                days=days,
                time=time,
                hours=hours,
            )
        case UnknownZone(""):
            return gettext("Write the name of a time zone, such as Europe/Paris, or UTC.")
        case UnknownZone(name):
            quoted = isolated(without_hidden_controls(name))
            return gettext(
                "There is no time zone called “%(quoted)s”. Write a name such as Europe/Paris, or "
                "UTC.",
                quoted=quoted,
            )
        case _:
            assert_never(problem)


def _fault(fault: MomentFault) -> str:
    match fault:
        case MomentFault.NOT_WRITTEN_AS_ONE:
            return gettext("Write the date and time as in 2026-06-05 18:00.")
        case MomentFault.NO_SUCH_TIME:
            return gettext("That date or time does not exist. Check it.")
        case MomentFault.NO_SUCH_DAY:
            return gettext("That day does not exist. Check the date.")
        case MomentFault.ENDS_ANOTHER_DAY:
            return gettext("The end must be on the same day, or in the night after it.")
        case MomentFault.ENDS_BEFORE:
            return gettext("The last day must be after the first one.")
        case MomentFault.ENDS_AT_ONCE:
            return gettext(
                "The end is the same as the start. If the end is not known, leave it out."
            )
        case _:
            assert_never(fault)


def _instead(shown: datetime, asked: datetime) -> str:
    is_same_day = shown.date() == asked.date()  # some clocks skipped a whole day
    return f"{shown:%H:%M}" if is_same_day else f"{shown:%Y-%m-%d %H:%M}"
