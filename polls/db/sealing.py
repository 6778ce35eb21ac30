"""The end of voting in the database: what could lead from voters to votes is unmade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from polls.db.schema import invitation, network, question
from polls.domain.questions.questions import SECOND_THOUGHTS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


CHUNK = 5_000
"""Invitations written anew in one transaction: 0.3 s on two cores with a
load of 16, where 100,000 at once took 4 s."""


def unsealed(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Return keys of questions whose voting has ended, and that were not sealed since."""
    has_ended = or_(
        question.c.closed_at.is_not(None),
        question.c.close_date <= now,
        question.c.stopped_at <= now - SECOND_THOUGHTS,
    )
    return list(
        connection.scalars(
            select(question.c.key)
            .where(
                question.c.network_key.is_not(None),
                question.c.is_draft.is_(False),
                question.c.key.is_not(None),
                has_ended,
            )
            .order_by(question.c.id)
            .limit(limit),
        ),
    )


def is_sealed(connection: Connection, question_id: int) -> bool:
    """Tell whether a question has no key any more that makes tags of networks."""
    found = select(question.c.network_key.is_(None)).where(question.c.id == question_id)
    return connection.execute(found).scalar_one()


def forget_networks(connection: Connection, question_id: int) -> None:
    """Delete the tags of the networks that voters came from."""
    connection.execute(delete(network).where(network.c.question_id == question_id))


def rewrite(connection: Connection, question_id: int, after: bytes) -> bytes | None:
    """Cut what ties invitations to ballots, for some of them; return where to go on, if anywhere.

    On PostgreSQL each row says which transaction wrote it (xmin), and the one that noted that an
    invitation had voted is the one that wrote its ballot. So all invitations are written anew
    when voting has ended, whichever has voted, in the order of their hashes, which is chance.

    Args:
        connection: in a transaction that has locked the question, and does nothing else.
        question_id: which question.
        after: the hash that was returned the last time; at first nothing.
    """
    if connection.dialect.name != "postgresql":
        return None
    following = (invitation.c.question_id == question_id, invitation.c.code_hash > after)
    hashes = select(invitation.c.code_hash).where(*following).order_by(invitation.c.code_hash)
    last: bytes | None = connection.scalar(hashes.offset(CHUNK - 1).limit(1))
    chunk = following if last is None else (*following, invitation.c.code_hash <= last)
    gone = delete(invitation).where(*chunk).returning(*invitation.c).cte("gone")
    names = [column.name for column in invitation.c]
    in_order = select(*gone.c).order_by(gone.c.code_hash)
    connection.execute(insert(invitation).from_select(names, in_order))
    return last


def seal(connection: Connection, question_id: int) -> None:
    """Delete the key that made the tags of networks; what is left to be made is the record."""
    connection.execute(
        update(question)
        .where(question.c.id == question_id)
        .values(network_key=None, is_unrecorded=True),
    )
