"""Tallies in the database: what the ledger of a question says, or its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, or_, select

from polls.db.schema import ballot
from polls.domain.ballots import decode
from polls.domain.tallies import Group

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from polls.domain.ballots import Selection


_IS_CURRENT = ballot.c.replaced_by.is_(None)


class Signed(NamedTuple):
    """A ballot under the name that its voter gave."""

    name: str
    selection: Selection


def fold(connection: Connection, question_id: int, length: int) -> list[Group]:
    """Return the ballots that counted when the ledger had this length, grouped."""
    later = or_(_IS_CURRENT, ballot.c.replaced_by >= length)
    return _groups(connection, question_id, ballot.c.position < length, later)


def current(connection: Connection, question_id: int) -> list[Group]:
    """Return the ballots that no other one replaced, grouped."""
    return _groups(connection, question_id, _IS_CURRENT)


def ledger_length(connection: Connection, question_id: int) -> tuple[int, int]:
    """Return the number of a question's ballots, and one more than its last position."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.max(ballot.c.position) + 1, 0)).where(
            ballot.c.question_id == question_id,
        ),
    ).one()
    return row[0], row[1]


def signed(connection: Connection, question_id: int, limit: int) -> list[Signed]:
    """Return the current ballots that carry a name, the first `limit` of the ledger."""
    rows = connection.execute(
        select(ballot.c.name, ballot.c.selection)
        .where(
            ballot.c.question_id == question_id,
            _IS_CURRENT,
            ballot.c.name.is_not(None),
        )
        .order_by(ballot.c.position)
        .limit(limit),
    )
    return [Signed(row.name, decode(row.selection)) for row in rows]


def _groups(
    connection: Connection,
    question_id: int,
    *counted: ColumnElement[bool],
) -> list[Group]:
    rows = connection.execute(
        select(ballot.c.selection, ballot.c.weight, func.count().label("ballots"))
        .where(ballot.c.question_id == question_id, *counted)
        .group_by(ballot.c.selection, ballot.c.weight),
    )
    return [Group(decode(row.selection), row.weight, row.ballots) for row in rows]
