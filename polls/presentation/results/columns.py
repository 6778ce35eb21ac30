"""The columns of numbers beside the choices: what the method measures first, and what explains it.

They are few, since the table has to fit a phone; the steps of the count tell the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.results import second_measures
from polls.domain.results.measures import Measure
from polls.domain.results.second_measures import SecondMeasure
from polls.domain.text.words import number, score_name, written_share
from polls.presentation.language import gettext, gettext_noop, translated
from polls.presentation.results import score_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result

_TITLES = {
    Measure.VOTES: gettext_noop("Votes"),
    Measure.FIRST_CHOICES: gettext_noop("First choices"),
    Measure.DUELS: gettext_noop("Duels won"),
    Measure.POINTS: gettext_noop("Points"),
    Measure.YES: gettext_noop("Yes"),
    Measure.GRADE: gettext_noop("Median grade"),
    SecondMeasure.MEAN: gettext_noop("Mean"),
    SecondMeasure.IF_NEED_BE: gettext_noop("If need be"),
}


class Column(NamedTuple):
    """One column; each choice has a cell."""

    title: str
    cells: Mapping[int, str]
    """By the id of the choice."""


def of(result: Result, question: Question) -> tuple[Column, ...]:
    """Return the columns of a result's table, from left to right."""
    title = translated(_TITLES[result.measure])
    match result.measure:
        case Measure.VOTES if result.is_weighted:
            votes = {line.choice.id: f"{line.votes:,}" for line in result.lines}
            return Column(title, votes), _amounts(result, gettext("Weight")), _shares(result)
        case Measure.VOTES | Measure.FIRST_CHOICES:
            return _amounts(result, title), _shares(result)
        case Measure.GRADE:
            return (Column(title, _grades(result, question)),)
        case _:
            return (_amounts(result, title), *_second(result))


def _grades(result: Result, question: Question) -> dict[int, str]:
    has_votes, labels = bool(result.counted.winners), score_labels.of(question.rules)
    return {
        line.choice.id: score_name(int(line.weight), labels) if has_votes else ""
        for line in result.lines
    }


def _amounts(result: Result, title: str) -> Column:
    return Column(title, {line.choice.id: number(line.weight) for line in result.lines})


def _second(result: Result) -> tuple[Column, ...]:
    measured = second_measures.of(result.counted)
    if measured is None:
        return ()
    cells = {choice: number(value) for choice, value in measured.values.items()}
    return (Column(translated(_TITLES[measured.name]), cells),)


def _shares(result: Result) -> Column:
    shares = {
        line.choice.id: gettext("%(share)s %%", share=written_share(line.share))
        for line in result.lines
    }
    return Column(gettext("Share"), shares)
