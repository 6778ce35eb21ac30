"""The beginning of voting in the database: what came by the clock is noted, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from polls.db.schema import question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select


def due(connection: Connection, now: datetime, limit: int) -> list[int]:
    """Return ids of questions whose time has come, which was not noted yet."""
    return list(connection.scalars(_due(now).limit(limit)))


def note(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Note of those of these questions that are open that they are.

    Nothing that anybody sees changes by it, so it makes no new version.
    """
    locked = _due(now).where(question.c.id.in_(ids)).with_for_update()
    opened = list(connection.scalars(locked))
    values = {"opened_at": question.c.pub_date}
    connection.execute(update(question).where(question.c.id.in_(opened)).values(values))


def _due(now: datetime) -> Select[tuple[int]]:
    return (
        select(question.c.id)
        .where(
            question.c.opened_at.is_(None),
            question.c.is_draft.is_(False),
            question.c.pub_date <= now,
        )
        .order_by(question.c.id)  # as whoever locks several does
    )
