"""Answers to dates as a page shows them: a calendar, and a list by month with who can come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Totals
from polls.presentation import agenda
from polls.presentation.charts import calendars, stacks
from polls.presentation.results import attendance, score_labels

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from polls.domain.counting.outcomes import Step
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.presentation.agenda import AgendaEntry
    from polls.presentation.charts.calendars import Day
    from polls.presentation.charts.stacks import Scale, StackPart
    from polls.presentation.results.attendance import Answer, Signed

_IF_NEED_BE, _YES = 1, 2
"""The scores of the answers; 0 is “no”."""


class CalendarDay(NamedTuple):
    """A field of the calendar; of several dates on one day it has the best."""

    number: int
    """In the month; 0: it is in another one."""
    is_asked: bool = False
    is_leading: bool = False
    yes: Count = 0
    if_need_be: Count = 0


class CalendarMonth(NamedTuple):
    """A sheet of the calendar."""

    title: str
    weeks: tuple[tuple[CalendarDay, ...], ...]


class SignedAnswer(NamedTuple):
    """Who gave an answer to a date, where voters give their names."""

    label: str
    given: Answer


class DateLine(NamedTuple):
    """A date in the list."""

    entry: AgendaEntry
    text: str
    is_leading: bool
    parts: tuple[StackPart, ...]
    signed: tuple[SignedAnswer, ...]


class MonthLines(NamedTuple):
    """The dates of a month; its title is empty over what is no date, and where there is but one."""

    title: str
    dates: tuple[DateLine, ...]


class Availability(NamedTuple):
    """Who can make which date."""

    yes: str
    if_need_be: str
    """What the answers are called."""
    calendar: tuple[CalendarMonth, ...]
    months: tuple[MonthLines, ...]
    listed: int
    """How many dates the list has; the result may have more."""
    has_times: bool


class _Numbers(NamedTuple):
    """Date → how many answered so: “yes”, that or “if need be”, anything at all."""

    yes: Mapping[int, Count]
    at_all: Mapping[int, Count]
    answered: Mapping[int, Count]

    def given(self, date: int) -> dict[int, Count]:
        """Return by score how many gave it."""
        yes, at_all = self.yes[date], self.at_all[date]
        return {_YES: yes, _IF_NEED_BE: at_all - yes, 0: self.answered[date] - at_all}


def told(
    steps: Sequence[Step],
    question: Question,
    result: Result,
    ballots: Iterable[Signed],
) -> Availability:
    """Return what is shown of a result by dates.

    Args:
        steps: its totals: of “yes”, of “yes” or “if need be”, of any answer.
        question: whose dates they are.
        result: of the question.
        ballots: those with a name, as far as they may be seen.
    """
    numbers = _Numbers(*(step.values for step in steps if isinstance(step, Totals)))
    scale = stacks.Scale(_YES, score_labels.of(question.rules))
    order = result.order[: attendance.MOST_DATES]
    leading = {line.choice.id for line in result.leaders}
    choices = [line.choice for line in result.lines if line.choice.id in order]
    months = agenda.months(choices, question.zone)
    signed = attendance.answers(ballots)

    def line(entry: AgendaEntry) -> DateLine:
        date = entry.choice.id
        return DateLine(
            entry,
            result.names[date],
            date in leading,
            stacks.stack(numbers.given(date), result.counted.compared, scale),
            tuple(_signed(date, signed, scale)),
        )

    return Availability(
        scale.label(_YES),
        scale.label(_IF_NEED_BE),
        _calendar(months, order, leading, numbers),
        tuple(
            MonthLines(month.title if len(months) > 1 else "", tuple(map(line, month.entries)))
            for month in months
        ),
        len(order),
        agenda.has_times(months),
    )


def _signed(
    date: int,
    answers: Mapping[tuple[int, int], Answer],
    scale: Scale,
) -> Iterator[SignedAnswer]:
    for score in (_YES, _IF_NEED_BE):
        if (date, score) in answers:
            yield SignedAnswer(scale.label(score), answers[date, score])


def _calendar(
    months: Sequence[agenda.Month],
    order: Sequence[int],
    leading: Collection[int],
    numbers: _Numbers,
) -> tuple[CalendarMonth, ...]:
    def day(asked: Day) -> CalendarDay:
        if not asked.choices:
            return CalendarDay(asked.number)
        best = next(date for date in order if date in asked.choices)
        given = numbers.given(best)
        return CalendarDay(
            asked.number,
            is_asked=True,
            is_leading=any(date in leading for date in asked.choices),
            yes=given[_YES],
            if_need_be=given[_IF_NEED_BE],
        )

    return tuple(
        CalendarMonth(sheet.title, tuple(tuple(map(day, week)) for week in sheet.weeks))
        for sheet in calendars.sheets(months)
    )
