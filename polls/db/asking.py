"""New questions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, cast, func, insert, select, update

from polls.db import choices, columns
from polls.db.engines.changes import Change, announce
from polls.db.schema import deleted_question, question

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from polls.domain.questions.questions import NewQuestion


class Secrets(NamedTuple):
    """What chance gives a new question."""

    credential_key: bytes
    secret_hash: bytes
    network_key: bytes
    lot_seed: bytes
    key: str | None
    """Its public key; None: its id."""


def add(connection: Connection, new: NewQuestion, secrets: Secrets, now: datetime) -> str:
    """Insert a question with its choices and return its public key."""
    begins = new.pub_date or now
    question_id: int = connection.execute(
        insert(question)
        .values(
            **unused_id(connection),
            opened_at=begins if begins <= now and not new.is_draft else None,
            pub_date=begins,
            close_date=new.close_date,
            is_draft=new.is_draft,
            is_listed=new.is_listed,
            wants_listing=new.wants_listing,
            credential_key=secrets.credential_key,
            network_key=secrets.network_key,
            lot_seed=secrets.lot_seed,
            secret_hash=secrets.secret_hash,
            **columns.written(new),
        )
        .returning(question.c.id),
    ).scalar_one()
    key = secrets.key or str(question_id)
    connection.execute(update(question).where(question.c.id == question_id).values(key=key))
    choices.add(connection, question_id, new.choices, first=0)
    announce(connection, Change(key, version=0))
    return key


def unused_id(connection: Connection) -> dict[str, int]:
    """Return the id of the next question where the database would give a deleted one's again.

    SQLite does, to the next row after the last one was deleted; and a listed question's id is
    its key, under which people are told that it was deleted.
    """
    if connection.dialect.name != "sqlite":
        return {}
    last = connection.execute(select(func.max(question.c.id))).scalar() or 0
    # Other keys begin with a letter, of which SQLite makes 0.
    deleted = select(func.max(cast(deleted_question.c.key, Integer)))
    return {"id": 1 + max(last, connection.execute(deleted).scalar() or 0)}
