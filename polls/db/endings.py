"""The end of voting in the database: what could lead from voters to votes is unmade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select, update

from polls.db.schema import invitation, network, question

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def unsealed(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Return keys of questions whose voting has ended, and that were not sealed since."""
    has_ended = or_(question.c.closed_at.is_not(None), question.c.close_date <= now)
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


def seal(connection: Connection, question_id: int) -> None:
    """Delete the tags of networks with their key, and cut the last tie from voters to votes.

    On PostgreSQL each row says which transaction wrote it (xmin), and the one that noted that an
    invitation had voted is the one that wrote its ballot. So all invitations are written anew
    here, in one transaction and in an order that chance made, whichever has voted.
    """
    connection.execute(delete(network).where(network.c.question_id == question_id))
    connection.execute(
        update(question).where(question.c.id == question_id).values(network_key=None),
    )
    if connection.dialect.name == "postgresql":
        gone = delete(invitation).where(invitation.c.question_id == question_id)
        rows = gone.returning(*invitation.c).cte("gone")
        names = [column.name for column in invitation.c]
        shuffled = select(*rows.c).order_by(func.random())
        connection.execute(insert(invitation).from_select(names, shuffled))
