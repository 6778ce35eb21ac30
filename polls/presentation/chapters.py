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
"""Step → its chapter, unless `TOTALS` knows more."""

TOTALS = {
    "yes": "availability",
    "answered": "availability",
    "worst": "defeats",
    "victories": "victories",
    "points": "points",
    "gain": "turns",
}
"""The first word of what a step has added up → its chapter."""


def chapters(steps: Iterable[Step]) -> tuple[Chapter, ...]:
    """Return the chapters of a result's steps."""
    return tuple(Chapter(name, tuple(each)) for name, each in groupby(steps, key=_name))


def _name(step: Step) -> str:
    kind = KINDS[type(step).__name__]
    return TOTALS.get(step.name.partition(" ")[0], kind) if isinstance(step, Totals) else kind
