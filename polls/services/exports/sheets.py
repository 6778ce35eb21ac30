"""What an export holds, whatever the format: facts about a question, and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from polls.domain.ballots.selections import Style
from polls.domain.questions.content import PARAGRAPHS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from polls.domain.questions.questions import Question, Stage
    from polls.domain.questions.rules import Rules
    from polls.domain.results.draws import Draw

Row: TypeAlias = "Mapping[str, Any]"


async def _no_details() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """Rows of one kind, handed out a slice at a time."""

    name: str
    """What the rows are: “results” or “ballots”."""
    question: Question
    facts: Mapping[str, Any]
    """What JSON says besides the rows."""
    rows_name: str
    """What JSON calls the rows."""
    headings: Sequence[str]
    """The first line of CSV."""
    cells: Callable[[Row], Sequence[str | int | None]]
    """Makes a line of CSV of a row."""
    slices: AsyncIterator[Sequence[Row]]
    details: Callable[[], Awaitable[Mapping[str, Any]]] = _no_details
    """Returns what JSON says besides that takes a while to write down."""
    is_long: bool = True
    """Whether so few are made at once that votes do not wait for them."""


def facts(question: Question, stage: Stage, draw: Draw | None) -> dict[str, Any]:
    """Return what an export says of its question."""
    rules = question.rules
    return {
        "key": question.key,
        "text": question.text,
        **{name: getattr(question, name) for name in PARAGRAPHS},
        "stage": stage.value,
        "opens": question.pub_date,
        "closes": question.close_date,
        "closed_at": question.closed_at or question.stopped_at,
        "reopened_at": question.reopened_at,
        "voters": rules.voters.value,
        "min_choices": rules.min_choices,
        "max_choices": rules.max_choices,
        "method": rules.method,
        "options": dict(rules.options),
        "seats": rules.seats,
        "scale": _scale(rules) if rules.style is Style.SCORES else None,
        "quorum": rules.quorum,
        "quorum_percent": rules.quorum_percent,
        "threshold": rules.threshold.value,
        "decided": [question.numbers[choice.id] for choice in question.decided],
        "lot_seal": draw and draw.seal,
        "lot_seed": draw and draw.seed,
    }


def _scale(rules: Rules) -> dict[str, Any]:
    return {"highest": rules.highest, "labels": rules.labels or None}
