"""The columns of numbers beside the choices: what the method measures first, and what explains it.

They are few, since the table has to fit a phone; the steps of the count tell the rest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.results.measures import Measure
from polls.domain.text.words import number, score_name, written_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result


class Explained(NamedTuple):
    """What explains the measure, as numbers; each choice has one."""

    title: str
    values: Mapping[int, Count]
    """By the id of the choice."""


class Column(NamedTuple):
    """One column; each choice has a cell."""

    title: str
    cells: Mapping[int, str]
    """By the id of the choice."""


def of(result: Result, question: Question) -> tuple[Column, ...]:
    """Return the columns of a result's table, from left to right."""
    match result.measure:
        case Measure.VOTES if result.is_weighted:
            votes = {line.choice.id: f"{line.votes:,}" for line in result.lines}
            return Column("Votes", votes), _amounts(result, "Weight"), _shares(result)
        case Measure.VOTES | Measure.FIRST_CHOICES:
            return _amounts(result), _shares(result)
        case Measure.GRADE:
            return (Column(result.measure.value, _cells(result, question)),)
        case _:
            others = (
                Column(title, {choice: number(value) for choice, value in values.items()})
                for title, values in explained(result)
            )
            return _amounts(result), *others


def explained(result: Result) -> tuple[Explained, ...]:
    """Return what the second step says of each choice, where that explains the first one."""
    steps = {step.name: step.values for step in result.counted.all(Totals)}
    if Quantity.MEAN in steps:
        means = steps[Quantity.MEAN]
        rounded = {choice: round(Fraction(mean), 2) for choice, mean in means.items()}
        return (Explained("Mean", rounded),)
    if Quantity.YES_OR_IF_NEED_BE in steps:
        yes = steps[Quantity.YES]
        more = {c: votes - yes[c] for c, votes in steps[Quantity.YES_OR_IF_NEED_BE].items()}
        return (Explained("If need be", more),)
    return ()


def _cells(result: Result, question: Question) -> dict[int, str]:
    has_votes = bool(result.counted.winners)
    return {
        line.choice.id: score_name(int(line.weight), question.rules.labels) if has_votes else ""
        for line in result.lines
    }


def _amounts(result: Result, title: str = "") -> Column:
    cells = {line.choice.id: number(line.weight) for line in result.lines}
    return Column(title or result.measure.value, cells)


def _shares(result: Result) -> Column:
    return Column(
        "Share", {line.choice.id: f"{written_share(line.share)} %" for line in result.lines}
    )
