"""The tables; `question` and `choice` keep the tutorial's names, columns and constraint names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from polls.domain.questions import TEXT_LENGTH

if TYPE_CHECKING:
    from sqlalchemy import Dialect

KEY_LENGTH = 20
"""Longest public key of a question: the digits of a 64-bit id fit."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python; SQLite, which knows no zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware instant into UTC; a naive one is refused, for it says no moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite could not keep."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=UTC)


metadata = MetaData()

question = Table(
    "question",
    metadata,
    Column("id", Integer, nullable=False),
    Column("question_text", String(TEXT_LENGTH), nullable=False),
    Column("pub_date", Instant, nullable=False),
    Column("close_date", Instant),  # when voting is to end
    Column("closed_at", Instant),  # when somebody ended it
    Column("key", String(KEY_LENGTH)),  # the public name in addresses
    Column("is_listed", Boolean(create_constraint=False), nullable=False),
    Column("may_change", Boolean(create_constraint=False), nullable=False),
    Column("credential_key", LargeBinary, nullable=False),  # keys the hashes of credentials
    Column("ballot_count", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("id", name="question_id_pkey"),
    UniqueConstraint("key", name="question_key_key"),
)

choice = Table(
    "choice",
    metadata,
    Column("id", Integer, nullable=False),
    Column("question_id", Integer, nullable=False),
    Column("choice_text", String(TEXT_LENGTH), nullable=False),
    Column("votes", Integer, nullable=False, server_default="0"),
    Column("ordinal", Integer, nullable=False),  # 0, 1, 2 … down the ballot
    PrimaryKeyConstraint("id", name="choice_id_pkey"),
    ForeignKeyConstraint(
        ["question_id"],
        ["question.id"],
        name="choice_question_id_fkey",
        ondelete="CASCADE",
    ),
    UniqueConstraint("question_id", "ordinal", name="choice_question_id_ordinal_key"),
)

# No foreign key: PostgreSQL looks the question up for every ballot, though the transaction that
# inserts them holds its row; docs/decisions/0007-no-foreign-key-on-ballots.md has the figures.
# A clustered table on SQLite: a question's ledger lies together, and there is no rowid that
# would tell in which order ballots of different questions came.
ballot = Table(
    "ballot",
    metadata,
    Column("question_id", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("selection", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("key_hash", LargeBinary, nullable=False),
    Column("replaced_by", Integer),
    PrimaryKeyConstraint("question_id", "position", name="ballot_pkey"),
    sqlite_with_rowid=False,
)

# The last guard of "one voter, one ballot": no two current ballots share a credential.
Index(
    "ballot_current_key",
    ballot.c.key_hash,
    ballot.c.question_id,
    unique=True,
    sqlite_where=ballot.c.replaced_by.is_(None),
    postgresql_where=ballot.c.replaced_by.is_(None),
)
Index("question_listed_pub_date", question.c.is_listed, question.c.pub_date, question.c.id)
