"""The logs of questions in the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from polls.db.schema import log_entry
from polls.domain.questions.log import Actor, LogEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def add(connection: Connection, question_id: int, entry: LogEntry) -> None:
    """Write what was done to a question whose row this transaction has locked."""
    following = select(func.coalesce(func.max(log_entry.c.number) + 1, 0)).where(
        log_entry.c.question_id == question_id,
    )
    connection.execute(
        insert(log_entry).values(
            question_id=question_id,
            number=following.scalar_subquery(),
            at=entry.at,
            actor=entry.actor.value,
            act=str(entry.act),
            detail=json.dumps(entry.detail, ensure_ascii=False) if entry.detail else None,
        ),
    )


def latest(connection: Connection, question_id: int) -> datetime | None:
    """Return when something was last done to a question; None: nothing was."""
    query = select(log_entry.c.at).where(log_entry.c.question_id == question_id)
    return connection.execute(query.order_by(log_entry.c.number.desc()).limit(1)).scalar()


def entries(connection: Connection, question_id: int) -> list[LogEntry]:
    """Return what was done to a question, the first thing first."""
    rows = connection.execute(
        select(log_entry.c.at, log_entry.c.actor, log_entry.c.act, log_entry.c.detail)
        .where(log_entry.c.question_id == question_id)
        .order_by(log_entry.c.number),
    )
    return [
        LogEntry(row.at, Actor(row.actor), row.act, json.loads(row.detail) if row.detail else {})
        for row in rows
    ]
