"""The rounds of a result as a page shows them: in words, as a table, as a picture, each bounded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Round
from polls.presentation import emphasis
from polls.presentation.charts import flows, sheets
from polls.presentation.steps import round_sentences as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.results.results import Result
    from polls.presentation.charts.flows import Flow
    from polls.presentation.charts.sheets import CountSheet

MOST_TOLD = 20
"""Rounds told in words, the last ones: with 500 choices there are 499."""

MOST_PARTS = 5
"""Counts after one another, a seat each, that are told in full."""


class RoundsTold(NamedTuple):
    """A round in words."""

    number: int
    sentence: str
    """With the names set apart, for `emphasis`."""


class CountTold(NamedTuple):
    """A count from its first round to its last; with instant-runoff each seat has one."""

    number: int
    told: tuple[RoundsTold, ...]
    untold: int
    """How many rounds went before those."""
    sheet: CountSheet
    flow: Flow | None


def parts(result: Result) -> list[CountTold]:
    """Return the counts of a result."""
    steps = result.counted.all(Round)
    grouped = [list(each) for _, each in groupby(steps, key=lambda step: step.part)]
    return [_part(each, result) for each in grouped[:MOST_PARTS]]


def _part(rounds: Sequence[Round], result: Result) -> CountTold:
    names = emphasis.set_apart(result.names)
    sentences = words.sentences(
        rounds,
        result.counted.ties,
        names,
        is_weighted=result.is_weighted,
    )
    return CountTold(
        rounds[0].part,
        tuple(RoundsTold(*each) for each in enumerate(sentences, 1))[-MOST_TOLD:],
        max(len(rounds) - MOST_TOLD, 0),
        sheets.sheet(rounds, result.names),
        flows.flow(rounds, result.names),
    )
