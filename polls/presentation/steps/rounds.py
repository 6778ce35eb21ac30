"""The rounds of a result as a page shows them: in words, as a table, as a picture, each bounded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.results import together
from polls.presentation import emphasis
from polls.presentation.charts import flows, sheets
from polls.presentation.steps import round_sentences as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.outcomes import Round
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.domain.results.together import Span
    from polls.presentation.charts.flows import Flow
    from polls.presentation.charts.sheets import CountSheet

MOST_TOLD = 20
"""Rounds told in words, the last ones: with 500 choices there are 499."""

MOST_PARTS = 5
"""Counts after one another, a seat each, that are told in full."""


class RoundsTold(NamedTuple):
    """A round in words, or several that can be told together."""

    number: int
    """Of the first of them."""
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
    last_seat: str
    """Who took the last seat, where the rounds are so many small steps that they are folded."""


def parts(result: Result, question: Question) -> list[CountTold]:
    """Return the counts of a result."""
    found = together.spans(question, result.counted)[:MOST_PARTS]
    is_meek = question.rules.method == "meek_stv"
    return [_part(each, result, is_meek=is_meek) for each in found]


def _part(spans: Sequence[Span], result: Result, *, is_meek: bool) -> CountTold:
    names = emphasis.set_apart(result.names)
    sentences = words.told(spans, result.counted.ties, names, is_weighted=result.is_weighted)
    told = [
        RoundsTold(span[0].number, sentence)
        for span, sentence in zip(spans, sentences, strict=True)
    ][-MOST_TOLD:]
    rounds = [each for span in spans for each in span]
    return CountTold(
        rounds[0].part,
        tuple(told),
        told[0].number - 1,
        sheets.sheet([_joined(span) for span in spans], result.names),
        flows.flow([each for span in spans for each in _drawn(span)], result.names),
        words.last_seat(rounds, names) if is_meek else "",
    )


def _joined(span: Span) -> Round:
    """Return one round that stands for all of a span."""
    return replace(
        span[0],
        eliminated=tuple(choice for each in span for choice in each.eliminated),
        transfers=tuple(transfer for each in span for transfer in each.transfers),
    )


def _drawn(span: Span) -> tuple[Round, ...]:
    """Return the rounds to draw: all, where ballots of a span moved inside it before they left."""
    joined = _joined(span)
    is_inside = any(
        each.to.get(choice) for each in joined.transfers for choice in joined.eliminated
    )
    return span if is_inside else (joined,)
