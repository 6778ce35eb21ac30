"""Deleting questions in the database: gone at once for everybody, emptied step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from polls.db.engines.changes import Change, announce
from polls.db.schema import ballot, deleted_question, new_stamp, question, record_tile

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from polls.domain.questions.questions import Question

CHUNK = 5_000
"""Ballots deleted in one transaction: some 20 ms, for which votes on an SQLite file wait."""


TILES = 100
"""Parts of a record, of 10 kB each, deleted in one transaction."""


def condemn(connection: Connection, condemned: Question, now: datetime) -> None:
    """Take a question's key away, so that nobody finds it, and note that there was one.

    That is not noted of one of which people could not know: its pages would tell them.

    What belongs to it is deleted by `empty`: a row without a key says that this is not done yet.
    """
    if condemned.may_be_known(now):
        connection.execute(insert(deleted_question).values(key=condemned.key, deleted_at=now))
    version = connection.execute(
        update(question)
        .where(question.c.id == condemned.id)
        .values(
            key=None,
            is_listed=False,
            version=question.c.version + 1,
            stamp=new_stamp(),
        )
        .returning(question.c.version),
    ).scalar_one()
    announce(connection, Change(condemned.key, version))


def condemned(connection: Connection) -> list[int]:
    """Return the ids of the questions that are deleted and not yet empty."""
    found = select(question.c.id).where(question.c.key.is_(None)).order_by(question.c.id)
    return list(connection.scalars(found))


def empty(connection: Connection, question_id: int) -> bool:
    """Delete some ballots of a condemned question, or with the last ones all that there is of it.

    Returns whether nothing is left.
    """
    of_question = ballot.c.question_id == question_id
    first = connection.execute(select(func.min(ballot.c.position)).where(of_question)).scalar()
    if first is not None:
        connection.execute(delete(ballot).where(of_question, ballot.c.position < first + CHUNK))
        left = select(ballot.c.position).where(of_question).limit(1)
        if connection.execute(left).first() is not None:
            return False
    tiles = record_tile.c.question_id == question_id
    first = connection.execute(select(func.min(record_tile.c.place)).where(tiles)).scalar()
    if first is not None:
        some = (tiles, record_tile.c.place < first + TILES)
        connection.execute(delete(record_tile).where(*some))
        return False
    connection.execute(
        delete(question).where(question.c.id == question_id, question.c.key.is_(None)),
    )
    return True


def overdue(connection: Connection, before: datetime, limit: int) -> list[str]:
    """Return keys of questions whose voting ended before this moment, and is not open again."""
    ended = func.coalesce(question.c.closed_at, question.c.close_date)
    return list(
        connection.scalars(
            select(question.c.key)
            .where(question.c.key.is_not(None), question.c.is_draft.is_(False), ended <= before)
            .order_by(question.c.id)
            .limit(limit),
        ),
    )
