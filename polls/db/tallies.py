"""Tallies in the database: what the ledger of a question says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from polls.db.schema import ballot
from polls.domain.ballots.selections import decode
from polls.domain.results.tallies import Group

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.domain.ballots.selections import Selection


_IS_CURRENT = ballot.c.replaced_by.is_(None)


class SignedSelection(NamedTuple):
    """A ballot under the name that its voter gave."""

    name: str
    selection: Selection


def current(connection: Connection, question_id: int) -> list[Group]:
    """Return the ballots that no other one replaced, grouped."""
    rows = connection.execute(
        select(ballot.c.selection, ballot.c.weight, func.count().label("ballots"))
        .where(ballot.c.question_id == question_id, _IS_CURRENT)
        .group_by(ballot.c.selection, ballot.c.weight),
    )
    return [Group(decode(row.selection), row.weight, row.ballots) for row in rows]


def ledger_length(connection: Connection, question_id: int) -> tuple[int, int]:
    """Return the number of a question's ballots, and one more than its last position."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.max(ballot.c.position) + 1, 0)).where(
            ballot.c.question_id == question_id,
        ),
    ).one()
    return row[0], row[1]


def signed(connection: Connection, question_id: int, limit: int) -> list[SignedSelection]:
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
    return [SignedSelection(row.name, decode(row.selection)) for row in rows]
