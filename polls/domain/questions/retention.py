"""How long a question is kept after its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from polls.domain.questions.questions import Question


def removal(question: Question, days: int | None) -> datetime | None:
    """Return when the question is going to be deleted by itself, as far as it is known."""
    ended = question.ended_at
    if days is None or ended is None or question.is_draft:
        return None
    return ended + timedelta(days=days)
