"""What an export holds, whatever the format: facts about a question, and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from polls.domain.questions import Question, Stage

Row: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True, slots=True)
class Sheet:
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


def facts(question: Question, stage: Stage) -> dict[str, Any]:
    """Return what an export says of its question."""
    return {
        "key": question.key,
        "text": question.text,
        "description": question.description,
        "stage": stage.value,
        "opens": question.pub_date,
        "closes": question.close_date,
        "closed_at": question.closed_at,
        "reopened_at": question.reopened_at,
        "voters": question.rules.voters.value,
        "min_choices": question.rules.min_choices,
        "max_choices": question.rules.max_choices,
    }
