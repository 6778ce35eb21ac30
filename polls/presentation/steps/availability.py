"""Answers to dates: who can come to each of them, and the table of people and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Totals
from polls.presentation import agenda, dates
from polls.presentation.results import attendance, score_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polls.domain.ballots.ballots import Recorded
    from polls.domain.ballots.selections import Selection
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.presentation.agenda import AgendaEntry
    from polls.presentation.results.attendance import Answer, Signed

NO, IF_NEED_BE, YES = 0, 1, 2
"""The scores of the answers."""

MOST_CELLS = 5_000
"""Of a table of people and dates: 100 people and 50 dates, some 200 KB of a page. Beyond that
the names stand with each date alone."""

WIDE = 8
"""Dates beside each other for which a page has room; with more, the table scrolls."""


class AttendanceCell(NamedTuple):
    """What somebody answered to a date."""

    score: int | None
    """None: nothing."""
    is_leading: bool
    """Whether the date leads."""


class Attendee(NamedTuple):
    """A row of the table."""

    name: str
    cells: tuple[AttendanceCell, ...]
    """One for each column."""
    is_own: bool
    """Whether it is the reader's."""


class DateColumn(NamedTuple):
    """A column of the table."""

    entry: AgendaEntry
    lines: tuple[str, ...]
    """The date in short, as in “Fri”, “3 Jul”, “19:00”; or what is no date."""
    is_leading: bool
    yes: Count
    if_need_be: Count


class Grid(NamedTuple):
    """The table of people and dates: dates in their order, people by name."""

    columns: tuple[DateColumn, ...]
    people: tuple[Attendee, ...]

    @property
    def is_wide(self) -> bool:
        """Whether a page has no room for all dates."""
        return len(self.columns) > WIDE


class AnswerSheet(NamedTuple):
    """What each of some ballots answers to each date, whatever the result is."""

    labels: tuple[str, ...]
    """What the answers are called, by score."""
    columns: tuple[tuple[str, ...], ...]
    """The dates in their order, each in short; or what is no date."""
    rows: tuple[tuple[int | None, ...], ...]
    """The scores of a ballot, one for each column; None: no answer."""


class SignedAnswer(NamedTuple):
    """Who gave an answer to a date, where voters give their names."""

    score: int
    given: Answer


class Availability(NamedTuple):
    """Who can make which date."""

    labels: tuple[str, ...]
    """What the answers are called, by score."""
    entries: Mapping[int, AgendaEntry]
    """By the id of a choice."""
    texts: Mapping[int, str]
    """By the id of a choice, in short: “Fri 3 Jul, 19:00”."""
    signed: Mapping[int, tuple[SignedAnswer, ...]]
    """By the id of a choice, the best answer first; none where there are no names."""
    grid: Grid | None
    """None: there are no names, or too many."""
    has_times: bool


def told(
    question: Question,
    result: Result,
    ballots: Sequence[Signed],
    own: Recorded | None,
) -> Availability:
    """Return what is shown of a result by dates.

    Args:
        question: whose dates they are.
        result: of the question.
        ballots: those with a name, as far as they may be seen.
        own: the reader's, which is one of them.
    """
    choices = [line.choice for line in result.lines]
    months = agenda.months(choices, question.zone)
    entries = [entry for month in months for entry in month.entries]
    has_year = len({entry.start.year for entry in entries if entry.start}) > 1
    is_small = 0 < len(ballots) * len(choices) <= MOST_CELLS
    return Availability(
        labels=tuple(score_labels.of(question.rules)),
        entries={entry.choice.id: entry for entry in entries},
        texts={entry.choice.id: agenda.short(entry, has_year=has_year) for entry in entries},
        signed=_signed(result, ballots),
        grid=_grid(entries, result, ballots, own, has_year=has_year) if is_small else None,
        has_times=agenda.has_times(months),
    )


def answer_sheet(question: Question, ballots: Sequence[Signed]) -> AnswerSheet | None:
    """Return the answers of ballots as a table, in their order; None if it would be too large."""
    if len(ballots) * len(question.choices) > MOST_CELLS:
        return None
    months = agenda.months(question.choices, question.zone)
    entries = [entry for month in months for entry in month.entries]
    has_year = len({entry.start.year for entry in entries if entry.start}) > 1
    given = [dict(ballot.selection) for ballot in ballots]
    return AnswerSheet(
        tuple(score_labels.of(question.rules)),
        tuple(agenda.lines(entry, has_year=has_year) for entry in entries),
        tuple(tuple(each.get(entry.choice.id) for entry in entries) for each in given),
    )


def replies(selection: Selection, question: Question) -> list[tuple[str, list[str]]]:
    """Return what one ballot answers: each answer, the best first, and its dates in short.

    A blank ballot has none.
    """
    given = dict(selection)
    labels = score_labels.of(question.rules)
    months = agenda.months(question.choices, question.zone)
    entries = [entry for month in months for entry in month.entries]
    ids = {entry.choice.id: dates.text_of(entry.choice, question) for entry in entries}
    names = agenda.short_names(ids, question)
    return [
        (labels[score], dated)
        for score in (YES, IF_NEED_BE, NO)
        if (dated := [name for id_, name in names.items() if given.get(id_) == score])
    ]


def _signed(result: Result, ballots: Sequence[Signed]) -> dict[int, tuple[SignedAnswer, ...]]:
    given = attendance.answers(ballots)
    return {
        date: tuple(
            SignedAnswer(score, given[date, score])
            for score in (YES, IF_NEED_BE, NO)
            if (date, score) in given
        )
        for date in result.order[: attendance.MOST_DATES]
    }


def _grid(
    entries: Sequence[AgendaEntry],
    result: Result,
    ballots: Sequence[Signed],
    own: Recorded | None,
    *,
    has_year: bool,
) -> Grid:
    leading = {line.choice.id for line in result.leaders}
    columns = tuple(_columns(entries, result, has_year=has_year))
    ids = [(entry.choice.id, entry.choice.id in leading) for entry in entries]
    alike = (place for place, each in enumerate(ballots) if own and _is(each, own))
    mine = next(alike, None)  # the first: nobody can tell two of the same name and answers apart
    people = tuple(
        Attendee(ballot.name, tuple(_cells(ballot, ids)), place == mine)
        for place, ballot in enumerate(ballots)
    )
    return Grid(columns, people)


def _is(ballot: Signed, own: Recorded) -> bool:
    return (ballot.name, ballot.selection) == (own.name, own.selection)


def _columns(
    entries: Sequence[AgendaEntry], result: Result, *, has_year: bool
) -> Iterator[DateColumn]:
    yes, at_all, _ = (step.values for step in result.counted.steps if isinstance(step, Totals))
    leading = {line.choice.id for line in result.leaders}
    for entry in entries:
        date = entry.choice.id
        yield DateColumn(
            entry,
            agenda.lines(entry, has_year=has_year),
            date in leading,
            yes[date],
            at_all[date] - yes[date],
        )


def _cells(ballot: Signed, dates: Sequence[tuple[int, bool]]) -> Iterator[AttendanceCell]:
    given = dict(ballot.selection)
    for date, is_leading in dates:
        yield AttendanceCell(given.get(date), is_leading)
