"""Join codes in the database: which question a code leads to, for as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from polls.db.schema import join_code, question

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def key_of(connection: Connection, code: str) -> str | None:
    """Return the key of the question that has this code, whatever its stage; None: none has."""
    found = (
        select(question.c.key)
        .join(join_code, join_code.c.question_id == question.c.id)
        .where(join_code.c.code == code)
    )
    return connection.execute(found).scalar()


def code_of(connection: Connection, key: str) -> str | None:
    """Return the code of the question with this key; None: it has none."""
    found = (
        select(join_code.c.code)
        .join(question, join_code.c.question_id == question.c.id)
        .where(question.c.key == key)
    )
    return connection.execute(found).scalar()


def give(connection: Connection, question_id: int, code: str) -> bool:
    """Give a code to a question that has none; say whether no other one had it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(join_code).values(code=code, question_id=question_id)
    return connection.execute(row.on_conflict_do_nothing()).rowcount == 1


def take_back(connection: Connection, question_id: int) -> bool:
    """Take the code of a question back, for another one to have; say whether it had one."""
    row = delete(join_code).where(join_code.c.question_id == question_id)
    return connection.execute(row).rowcount > 0


def are_due(connection: Connection, now: datetime) -> bool:
    """Tell whether there are codes of questions that are deleted, or on which voting has ended."""
    found = select(join_code.c.code).join(question).where(_is_over(now)).limit(1)
    return connection.execute(found).first() is not None


def release(connection: Connection, now: datetime) -> int:
    """Take the codes back of which `are_due` tells, and return how many they were."""
    over = select(question.c.id).where(_is_over(now))
    return connection.execute(
        delete(join_code).where(join_code.c.question_id.in_(over)),
    ).rowcount


def _is_over(now: datetime) -> ColumnElement[bool]:
    # Where voting was only just ended, that can be taken back, and the code is still shown.
    return or_(
        question.c.key.is_(None),
        question.c.closed_at.is_not(None),
        question.c.close_date <= now,
    )
