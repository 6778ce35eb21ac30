"""How long a question is kept after its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def removal(ended_at: datetime | None, days: int | None, *, is_draft: bool) -> datetime | None:
    """Return when a question is going to be deleted by itself, as far as it is known.

    None where nobody will live to see it.

    Args:
        ended_at: when voting ended, or is to end.
        days: for which a question is kept after that; None: for ever.
        is_draft: whether nobody has been able to vote so far.
    """
    if days is None or ended_at is None or is_draft:
        return None
    try:
        return ended_at + timedelta(days=days)
    except OverflowError:  # earlier versions let voting end on the last day of the calendar
        return None
