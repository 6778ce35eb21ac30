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

if TYPE_CHECKING:
    from datetime import datetime


def sentence(problem: MomentProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return why a text names no moment, and what to write."""
    match problem:
        case MomentFault():
            return _fault(problem)
        case SkippedTime(zone, asked, shown):
            return (
                f"The clocks in {zone} go forward then, so {asked:%H:%M} does not exist on that "
                f"day. Write {_instead(shown, asked)}, or another time."
            )
        case RepeatedTime(zone, shown):
            return (
                f"The clocks in {zone} go back then, so {shown:%H:%M} occurs twice on that day. "
                "Choose a time before or after that hour."
            )
        case SkippedDay(zone):
            return f"That day does not exist in {zone}."
        case NoDate(day, time, hours):
            return (
                f"Write a day as in {day}, a time as in {time}, or a start and an end as in "
                f"{hours}."
            )
        case UnknownZone(""):
            return "Write the name of a time zone, such as Europe/Paris, or UTC."
        case UnknownZone(name):
            quoted = isolated(without_hidden_controls(name))
            return (
                f"There is no time zone called “{quoted}”. Write a name such as Europe/Paris, or "
                "UTC."
            )
        case _:
            assert_never(problem)


def _fault(fault: MomentFault) -> str:
    match fault:
        case MomentFault.NOT_WRITTEN_AS_ONE:
            return "Write the date and time as in 2026-06-05 18:00."
        case MomentFault.NO_SUCH_TIME:
            return "That date or time does not exist. Check it."
        case MomentFault.NO_SUCH_DAY:
            return "That day does not exist. Check the date."
        case MomentFault.ENDS_ANOTHER_DAY:
            return "The end must be on the same day, or in the night after it."
        case MomentFault.ENDS_AT_ONCE:
            return "The end is the same as the start. If the end is not known, leave it out."
        case _:
            assert_never(fault)


def _instead(shown: datetime, asked: datetime) -> str:
    is_same_day = shown.date() == asked.date()  # some clocks skipped a whole day
    return f"{shown:%H:%M}" if is_same_day else f"{shown:%Y-%m-%d %H:%M}"
