"""Ballots in the database as an export needs them: without what leads to their voters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select

from polls.db.schema import ballot
from polls.domain.ballots.selections import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from polls.domain.ballots.selections import Selection

_AT_POSITIONS = select(
    ballot.c.position,
    ballot.c.selection,
    ballot.c.replaced_by,
    ballot.c.weight,
    ballot.c.name,
).where(
    ballot.c.question_id == bindparam("question_id"),
    ballot.c.position.in_(bindparam("positions", expanding=True)),
)


class LedgerRow(NamedTuple):
    """A ballot of the ledger."""

    selection: Selection
    replaced_by: int | None
    weight: int
    name: str | None

    def counted_at(self, length: int) -> bool:
        """Whether no other had taken its place when the ledger had this length."""
        return self.replaced_by is None or self.replaced_by >= length


def at_positions(
    connection: Connection,
    question_id: int,
    positions: Sequence[int],
) -> dict[int, LedgerRow]:
    """Return the ballots at these positions, by position."""
    rows = connection.execute(_AT_POSITIONS, {"question_id": question_id, "positions": positions})
    return {
        row.position: LedgerRow(decode(row.selection), row.replaced_by, row.weight, row.name)
        for row in rows
    }
