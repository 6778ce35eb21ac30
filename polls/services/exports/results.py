"""The result of a question as an export, for whoever may see it now."""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from polls.domain.counting.records import plain, record
from polls.domain.questions.questions import Kind
from polls.domain.questions.visibility import ResultNotShownError
from polls.domain.results import second_measures
from polls.domain.results.measures import Measure
from polls.domain.results.results import Lead
from polls.domain.results.second_measures import SecondMeasure
from polls.domain.text.words import number, score_name
from polls.services.exports.sheets import ExportSheet, facts
from polls.services.results import results as service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from polls.db.engines.database import Database
    from polls.domain.counting.profiles import Count as Number
    from polls.domain.questions.questions import Choice, Question
    from polls.domain.questions.visibility import Role
    from polls.domain.results.requirements import Requirement
    from polls.domain.results.results import Result
    from polls.live import Tallies
    from polls.services.exports.sheets import Row

HEADINGS = {
    Measure.VOTES: "Votes",
    Measure.FIRST_CHOICES: "First choices",
    Measure.DUELS: "Duels won",
    Measure.POINTS: "Points",
    Measure.YES: "Yes",
    Measure.GRADE: "Median grade",
    SecondMeasure.MEAN: "Mean",
    SecondMeasure.IF_NEED_BE: "If need be",
}
"""In every language: programs know the columns of an export by them."""

MANY = 100
"""Choices whose pairs take some 50 ms to write down; those of 500 take more than a second."""


async def results(database: Database, kept: Tallies, key: str, viewer: Role) -> ExportSheet:
    """Return what `viewer` may see of the result now: a row for each choice, the blank last.

    Raises:
        QuestionNotFoundError: there is none with this key that may be seen.
        ResultNotShownError: what its ballots say may not be seen.
    """
    shown = await service.of(database, kept, key, viewer)
    if shown.result is None:
        raise ResultNotShownError(shown.sight)
    question, result = shown.question, shown.result
    numbers = question.numbers
    columns = _columns(result, question)
    return ExportSheet(
        name="results",
        question=question,
        facts=facts(question, shown.stage, shown.draw)
        | {
            "sight": shown.sight.value,
            "votes": result.total.ballots,
            "weight": result.total.weight,
            "blank": result.blank.ballots,
            "lead": result.lead.value,
            "leaders": [numbers[line.choice.id] for line in result.leaders],
            "measure": HEADINGS[result.measure],
            "needs": {
                "quorum": _needed(result.quorum),
                "threshold": _needed(result.threshold),
            },
        },
        rows_name="choices",
        headings=[column.heading for column in columns],
        cells=lambda row: [_cell(column.of(row)) for column in columns],
        slices=_at_once(_rows(question, result, numbers)),
        details=lambda: kept.count(_details, result, numbers),
        is_long=len(result.lines) > MANY,
    )


def _details(result: Result, numbers: dict[int, int]) -> dict[str, Any]:
    """Write down the count here, in a thread: that of 500 choices has 250,000 numbers."""
    counted = record(result.counted, numbers.__getitem__)
    return {"count": orjson.Fragment(orjson.dumps(counted, default=plain))}


class _Column(NamedTuple):
    heading: str
    of: Callable[[Row], Any]


def _columns(result: Result, question: Question) -> list[_Column]:
    """Return the columns of CSV; the number of ballots says all where each mark is worth one."""
    is_marks = result.measure is Measure.VOTES
    value = _Column("Weight" if is_marks else HEADINGS[result.measure], itemgetter("value"))
    if result.measure is Measure.GRADE:
        value = _Column(value.heading, _grade(question.rules.labels))
    return [
        _Column("Choice", itemgetter("text")),
        _Column("Votes" if is_marks else "Ballots", itemgetter("votes")),
        *([] if is_marks and not result.is_weighted else [value]),
        *_second(result, question),
        _Column("Share in percent", itemgetter("share")),
        _Column("Winner" if result.lead is Lead.WON else "Leads", itemgetter("is_leading")),
    ]


def _grade(labels: Sequence[str]) -> Callable[[Row], str | None]:
    """Return what says a median grade in the words that the ballot has for it."""

    def grade(row: Row) -> str | None:
        return None if row["value"] is None else score_name(int(row["value"]), labels)

    return grade


def _second(result: Result, question: Question) -> list[_Column]:
    measured = second_measures.of(result.counted)
    if measured is None:
        return []
    values = {question.numbers[choice]: value for choice, value in measured.values.items()}
    return [_Column(HEADINGS[measured.name], lambda row: values.get(row["number"]))]


def _rows(question: Question, result: Result, numbers: dict[int, int]) -> list[Row]:
    rows = [
        _row(numbers, line.choice, line.votes, line.weight)
        | {"share": _share(line.share), "is_leading": line.is_leading}
        for line in result.lines
    ]
    blank = [choice for choice in question.choices if choice.kind is Kind.BLANK]
    return rows + [
        _row(numbers, choice, result.blank.ballots, _worth(result))
        | {"share": None, "is_leading": False}
        for choice in blank
    ]


def _row(
    numbers: dict[int, int],
    choice: Choice,
    votes: int,
    value: Number | None,
) -> dict[str, Any]:
    return {
        "number": numbers[choice.id],
        "text": choice.text,
        "kind": choice.kind.value,
        "votes": votes,
        "value": value,
    }


def _share(share: Number) -> int | float:
    """Return a share in percent: whole, or with the few decimals that it was rounded to."""
    return share.numerator if share.denominator == 1 else float(share)


def _needed(requirement: Requirement | None) -> dict[str, Any] | None:
    if requirement is None:
        return None
    return {
        "needed": requirement.needed,
        "has": requirement.has,
        "is_met": requirement.is_met,
    }


def _worth(result: Result) -> int | None:
    """Return what blank votes weigh, where weights are what is measured."""
    return result.blank.weight if result.measure is Measure.VOTES else None


def _cell(value: Any) -> str | int | None:
    """Return a value as spreadsheets take it: "1/3" would be the first of March."""
    match value:
        case bool():
            return "yes" if value else ""
        case Fraction():
            return number(value).replace(",", "")  # as pages show it; JSON has the exact fraction
        case int() | None:
            return value
        case _:
            return str(value)


async def _at_once(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    yield rows
