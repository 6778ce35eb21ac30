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


class Signed(NamedTuple):
    """A ballot under the name that its voter gave."""

    name: str
    selection: Selection


def fold(connection: Connection, question_id: int, length: int) -> list[Group]:
    """Return the ballots that counted when the ledger had this length, grouped."""
    rows = connection.execute(
        select(ballot.c.selection, ballot.c.weight, func.count().label("ballots"))
        .where(ballot.c.question_id == question_id, *_counted_at(length))
        .group_by(ballot.c.selection, ballot.c.weight),
    )
    return [Group(decode(row.selection), row.weight, row.ballots) for row in rows]


def signed(connection: Connection, question_id: int, limit: int) -> list[Signed]:
    """Return the current ballots that carry a name, the first `limit` of the ledger."""
    rows = connection.execute(
        select(ballot.c.name, ballot.c.selection)
        .where(
            ballot.c.question_id == question_id,
            ballot.c.replaced_by.is_(None),
            ballot.c.name.is_not(None),
        )
        .order_by(ballot.c.position)
        .limit(limit),
    )
    return [Signed(row.name, decode(row.selection)) for row in rows]


def _counted_at(length: int) -> tuple[ColumnElement[bool], ...]:
    later = or_(ballot.c.replaced_by.is_(None), ballot.c.replaced_by >= length)
    return ballot.c.position < length, later
