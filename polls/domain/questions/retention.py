"""How long a question is kept after its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Ending(Protocol):
    """What ends, or ended: a question, or that of an archive."""

    @property
    def ended_at(self) -> datetime | None:
        """When voting ended, or is to end."""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been able to vote so far."""


def removal(question: Ending, days: int | None) -> datetime | None:
    """Return when the question is going to be deleted by itself, as far as it is known."""
    ended = question.ended_at
    if days is None or ended is None or question.is_draft:
        return None
    return ended + timedelta(days=days)
