"""The steps of a result in chapters: each is told by a template of its name, in their order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, assert_never

from polls.domain.counting.outcomes import (
    Duels,
    Gauge,
    Grades,
    Pair,
    Paths,
    Round,
    Runoff,
    Totals,
)
from polls.domain.counting.reasons import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.outcomes import Step


class Chapter(NamedTuple):
    """Steps of one kind that follow each other."""

    name: str
    """The macro `chapter` of `results/steps/_<name>.html` tells it."""
    steps: tuple[Step, ...]


def chapters(steps: Iterable[Step]) -> tuple[Chapter, ...]:
    """Return the chapters of a result's steps; what its table tells already has none."""
    named = groupby(steps, key=_name)
    return tuple(Chapter(name, tuple(each)) for name, each in named if name)


def _name(step: Step) -> str:  # noqa: PLR0911 - one a step
    match step:
        case Totals():
            return _of_totals(step.name)
        case Round():
            return "rounds"
        case Duels():
            return "duels"
        case Pair():
            return "pairs"
        case Paths():
            return "paths"
        case Runoff():
            return "runoff"
        case Grades():
            return "grades"
        case Gauge():
            return "gauges"
        case _:
            assert_never(step)


def _of_totals(quantity: Quantity) -> str:
    match quantity:
        case Quantity.VOTES | Quantity.SUM | Quantity.MEAN:
            return "totals"
        case Quantity.YES | Quantity.YES_OR_IF_NEED_BE | Quantity.ANSWERED:
            return ""
        case Quantity.WORST_DEFEAT:
            return "defeats"
        case Quantity.VICTORIES:
            return "victories"
        case Quantity.POINTS:
            return "points"
        case Quantity.GAIN:
            return "turns"
        case _:
            assert_never(quantity)
