"""Signing keys in the database: those that sign, and those that did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from polls.db.schema import signing_key

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of a site."""

    number: int
    """1, 2, 3 … as they were made."""
    site: str
    public: bytes
    private: bytes | None = field(repr=False)
    """None: it is in a file, or forgotten."""
    made_at: datetime
    ends_at: datetime | None
    """Until when it signs beside a newer one; None: it is the newest."""

    def signs(self, now: datetime) -> bool:
        """Tell whether it signs."""
        return self.ends_at is None or now < self.ends_at


def of_all(connection: Connection) -> list[KeyRow]:
    """Return all keys, the newest first."""
    rows = connection.execute(select(signing_key).order_by(signing_key.c.number.desc()))
    return [
        KeyRow(row.number, row.site, row.public_key, row.private_key, row.made_at, row.ends_at)
        for row in rows
    ]


def add(connection: Connection, new: KeyRow, ends_at: datetime) -> bool:
    """Add a key that signs from now on; those of its site before it go on until `ends_at`.

    Returns whether it was added: another process may have added one with this number.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(signing_key).values(
        number=new.number,
        site=new.site,
        public_key=new.public,
        private_key=new.private,
        made_at=new.made_at,
    )
    if connection.execute(row.on_conflict_do_nothing()).rowcount == 0:
        return False
    goes_on = or_(signing_key.c.ends_at.is_(None), signing_key.c.ends_at > ends_at)
    connection.execute(
        update(signing_key)
        .where(signing_key.c.site == new.site, signing_key.c.number < new.number, goes_on)
        .values(ends_at=ends_at),
    )
    return True


def forget(connection: Connection, numbers: Collection[int]) -> None:
    """Delete what these keys signed with."""
    connection.execute(
        update(signing_key).where(signing_key.c.number.in_(numbers)).values(private_key=None),
    )
