"""The steps of a result in chapters: each is told by a template of its name, in their order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Totals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.outcomes import Step


class Chapter(NamedTuple):
    """Steps of one kind that follow each other."""

    name: str
    """The template is `results/steps/_<name>.html`."""
    steps: tuple[Step, ...]


KINDS = {
    "Totals": "totals",
    "Round": "rounds",
    "Duels": "duels",
    "Pair": "pairs",
    "Paths": "paths",
    "Runoff": "runoff",
    "Grades": "grades",
    "Gauge": "gauges",
}
"""Step → its chapter. Totals of answers to dates have their own: `availability`."""


def chapters(steps: Iterable[Step]) -> tuple[Chapter, ...]:
    """Return the chapters of a result's steps."""
    return tuple(Chapter(name, tuple(each)) for name, each in groupby(steps, key=_name))


def _name(step: Step) -> str:
    if isinstance(step, Totals) and step.name.startswith("yes"):
        return "availability"
    return KINDS[type(step).__name__]
