"""The tables; `question` and `choice` keep the tutorial's names, columns and constraint names."""

from __future__ import annotations

import os
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
    false,
    true,
)

from polls.domain.questions.join_codes import DIGITS
from polls.domain.questions.questions import Kind
from polls.domain.questions.rules import RELEASE_STEP, Threshold, Visibility, Voters
from polls.domain.text.texts import LINK_LENGTH, TEXT_LENGTH

if TYPE_CHECKING:
    from sqlalchemy import Dialect

KEY_LENGTH = 20
"""Longest public key of a question: the digits of a 64-bit id fit."""

ZONE_LENGTH = 64
"""Longest name of a time zone; those of 2026 have up to 32 characters."""

STAMP_BYTES = 8

WORD_LENGTH = 20
"""Longest word that the program itself writes into a column."""


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

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite could not keep, nor asyncpg of the very first moment."""
        return value and value.replace(tzinfo=UTC)


def new_stamp() -> bytes:
    """Return what names a state of a question, in this history of the database and in no other."""
    return os.urandom(STAMP_BYTES)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default=false())


def _to_question(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["question_id"],
        ["question.id"],
        name=f"{table}_question_id_fkey",
        ondelete="CASCADE",
    )


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
    Column("description", Text),
    Column("original_text", String(TEXT_LENGTH)),  # if it was edited since it opened
    Column("reopened_at", Instant),
    Column("published_at", Instant),  # when the organiser showed the result to all
    Column("zone", String(ZONE_LENGTH), nullable=False, server_default="UTC"),
    _flag("is_draft"),
    _flag("wants_listing"),
    Column("min_choices", Integer, nullable=False, server_default="1"),
    Column("max_choices", Integer, server_default="1"),  # nothing: as many as there are
    Column("voters", String(WORD_LENGTH), nullable=False, server_default=Voters.BROWSER.value),
    Column("per_network", Integer),
    # Keys the tags of networks. There until voting has ended and what led to voters is deleted.
    Column("network_key", LargeBinary),
    Column(
        "visibility",
        String(WORD_LENGTH),
        nullable=False,
        server_default=Visibility.ALWAYS.value,
    ),
    Column("release_step", Integer, nullable=False, server_default=str(RELEASE_STEP)),
    Column("released_count", Integer, nullable=False, server_default="0"),
    Column("vote_count", Integer, nullable=False, server_default="0"),  # ballots not replaced
    _flag("is_shuffled"),
    Column("secret_hash", LargeBinary),  # of the organiser's secret
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("method", String(WORD_LENGTH), nullable=False, server_default="plurality"),
    Column("seats", Integer, nullable=False, server_default="1"),
    Column("options", Text),  # of the method, as a JSON object of texts
    Column("highest", Integer, nullable=False, server_default="5"),  # score
    Column("labels", Text),  # of the scores, as a JSON list of texts
    Column("quorum", Integer),
    Column("quorum_percent", Integer),
    Column(
        "threshold",
        String(WORD_LENGTH),
        nullable=False,
        server_default=Threshold.SIMPLE.value,
    ),
    Column("lot_seed", LargeBinary),  # told when voting has ended; its hash before
    Column("opened_at", Instant),  # since when it was open, whatever a clock says afterwards
    # Another one with each act of the organiser. A version may come twice, where a backup was
    # brought back: docs/decisions/0055-a-state-is-known-by-its-stamp.md.
    Column("stamp", LargeBinary, default=new_stamp),
    Column("stopped_at", Instant),  # when its organiser ended it, as can be taken back for a minute
    _flag("is_unrecorded"),  # voting has ended, and its record is to be made
    # Whether voters can show afterwards how they voted.
    Column("has_receipts", Boolean(create_constraint=False), nullable=False, server_default=true()),
    # Records made where it was imported from: numbers go on, for two records of one number are
    # evidence against a site, and the site may still be the same.
    Column("records_before", Integer, nullable=False, server_default="0"),
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
    Column("kind", String(WORD_LENGTH), nullable=False, server_default=Kind.CHOICE.value),
    Column("description", Text),
    Column("link", String(LINK_LENGTH)),
    Column("original_text", String(TEXT_LENGTH)),  # if it was edited since the question opened
    _flag("is_decided"),  # the organiser has decided for it
    PrimaryKeyConstraint("id", name="choice_id_pkey"),
    _to_question("choice"),
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
    Column("weight", Integer, nullable=False, server_default="1"),
    Column("name", String(TEXT_LENGTH)),  # where voters give one, to be shown with the ballot
    PrimaryKeyConstraint("question_id", "position", name="ballot_pkey"),
    sqlite_with_rowid=False,
)

# Nothing in here leads to a ballot: the code is known to its holder only, and each hash of it is
# made in another way.
invitation = Table(
    "invitation",
    metadata,
    Column("id", Integer, nullable=False),
    Column("question_id", Integer, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("label", String(TEXT_LENGTH)),  # whom it is for, as the organiser wrote it
    Column("weight", Integer, nullable=False, server_default="1"),
    _flag("has_voted"),
    _flag("is_revoked"),
    PrimaryKeyConstraint("id", name="invitation_pkey"),
    _to_question("invitation"),
    UniqueConstraint("question_id", "code_hash", name="invitation_question_id_code_hash_key"),
)

# What leads a room to an open question; gone when voting ends, for another question to have.
join_code = Table(
    "join_code",
    metadata,
    Column("code", String(DIGITS), nullable=False),
    Column("question_id", Integer, nullable=False),
    PrimaryKeyConstraint("code", name="join_code_pkey"),
    _to_question("join_code"),
    UniqueConstraint("question_id", name="join_code_question_id_key"),
)

network = Table(
    "network",
    metadata,
    Column("question_id", Integer, nullable=False),
    Column("tag", LargeBinary, nullable=False),  # keyed by question.network_key
    Column("voters", Integer, nullable=False),
    PrimaryKeyConstraint("question_id", "tag", name="network_pkey"),
    _to_question("network"),
    sqlite_with_rowid=False,
)

log_entry = Table(
    "log_entry",
    metadata,
    Column("question_id", Integer, nullable=False),
    Column("number", Integer, nullable=False),  # 0, 1, 2 … as things happened
    Column("at", Instant, nullable=False),
    Column("actor", String(WORD_LENGTH), nullable=False),
    Column("act", String(WORD_LENGTH), nullable=False),
    Column("detail", Text),
    PrimaryKeyConstraint("question_id", "number", name="log_entry_pkey"),
    _to_question("log_entry"),
)

# What is published when voting has ended. Its leaves are made of the ballots, each time that they
# are asked for; what they were is kept in the tiles.
record = Table(
    "record",
    metadata,
    Column("question_id", Integer, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 …: one more after each reopening
    Column("making", LargeBinary, nullable=False),  # names its tiles
    Column("made_at", Instant, nullable=False),
    Column("ballots", Integer, nullable=False),
    Column("choice_ids", Text, nullable=False),  # down the ballot as it was, a JSON list
    Column("manifest", LargeBinary, nullable=False),  # the first leaf
    Column("close", LargeBinary, nullable=False),  # the last one
    Column("checkpoint", Text, nullable=False),  # signed
    Column("verifier_keys", Text, nullable=False),  # of those who signed, one a line
    PrimaryKeyConstraint("question_id", "number", name="record_pkey"),
    _to_question("record"),
)

# 256 neighbouring leaves each: their hashes, and the positions of their ballots. Written before the
# record that they belong to, in short transactions, so votes on other questions do not wait.
record_tile = Table(
    "record_tile",
    metadata,
    Column("question_id", Integer, nullable=False),
    Column("making", LargeBinary, nullable=False),
    Column("place", Integer, nullable=False),  # 0, 1, 2 …
    Column("root", LargeBinary, nullable=False),  # over its leaves
    Column("first", LargeBinary, nullable=False),  # the smallest hash of a ballot in it
    Column("leaves", LargeBinary, nullable=False),
    PrimaryKeyConstraint("question_id", "making", "place", name="record_tile_pkey"),
    _to_question("record_tile"),
    sqlite_with_rowid=False,
)

# Keys that sign records. Old ones stay as history, without what they signed with.
signing_key = Table(
    "signing_key",
    metadata,
    Column("number", Integer, nullable=False),  # 1, 2, 3 …
    Column("site", Text, nullable=False),  # for which it signs
    Column("public_key", LargeBinary, nullable=False),
    Column("private_key", LargeBinary),  # nothing: in a file, or forgotten
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant),  # until when it signs beside a newer one
    PrimaryKeyConstraint("number", name="signing_key_pkey"),
)

# So that who comes later is told that there was a question: no more than its key, and since when.
deleted_question = Table(
    "deleted_question",
    metadata,
    Column("key", String(KEY_LENGTH), nullable=False),
    Column("deleted_at", Instant, nullable=False),
    PrimaryKeyConstraint("key", name="deleted_question_pkey"),
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
# Whose place was taken since a moment: what a kept profile gives up. A first ballot is not in it.
Index(
    "ballot_replaced",
    ballot.c.question_id,
    ballot.c.replaced_by,
    sqlite_where=ballot.c.replaced_by.is_not(None),
    postgresql_where=ballot.c.replaced_by.is_not(None),
)
Index("question_listed_pub_date", question.c.is_listed, question.c.pub_date, question.c.id)
