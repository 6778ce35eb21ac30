"""Records in the database: their tiles first, then each as one row, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, literal_column, or_, select, update

from polls.db.schema import ballot, question, record, record_tile
from polls.domain.electorate.credentials import key_hash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_IS_LEFT = ballot.c.replaced_by == ballot.c.position
"""A row that is no ballot: it takes another one's place, and its own."""


class LeafRow(NamedTuple):
    """A row of the ledger as leaves are made of it."""

    position: int
    selection: str
    """By the ids of choices, as it is stored."""
    nonce: bytes
    replaced_by: int | None
    weight: int
    name: str | None


_COLUMNS = tuple(ballot.c[name] for name in LeafRow._fields)

_LEDGER = (
    select(*_COLUMNS)
    .where(
        ballot.c.question_id == bindparam("question_id"),
        ballot.c.position >= bindparam("start"),
        ballot.c.position < bindparam("end"),
    )
    .order_by(ballot.c.position)
)
_AT_POSITIONS = select(*_COLUMNS).where(
    ballot.c.question_id == bindparam("question_id"),
    ballot.c.position.in_(bindparam("positions", expanding=True)),
)

_OWN = select(*_COLUMNS).where(
    ballot.c.replaced_by.is_(None),
    # “+ 0” as in `db.writer.standings`: by the hash, not along the ledger.
    ballot.c.question_id + literal_column("0") == bindparam("question_id"),
    ballot.c.key_hash == bindparam("hash"),
)


HASH, POSITION = 32, 4
"""Bytes of a leaf in a tile."""


class Tile(NamedTuple):
    """256 neighbouring leaves, or as many as the last ones are."""

    place: int
    """0, 1, 2 …"""
    root: bytes
    """Over its leaves."""
    first: bytes
    """No ballot in it has a smaller hash, and none in the tiles before has a larger one."""
    leaves: bytes
    """Of each leaf its hash, and in four bytes the position of its ballot."""

    @property
    def entries(self) -> list[tuple[bytes, int]]:
        """The hash of each leaf, and the position of its ballot."""
        step = HASH + POSITION
        leaves = (self.leaves[start : start + step] for start in range(0, len(self.leaves), step))
        return [(leaf[:HASH], int.from_bytes(leaf[HASH:], "big")) for leaf in leaves]


class RecordRow(NamedTuple):
    """A record without its ballots."""

    question_id: int
    number: int
    making: bytes
    made_at: datetime
    ballots: int
    choice_ids: tuple[int, ...]
    """Down the ballot, as it was."""
    manifest: bytes
    close: bytes
    checkpoint: str
    verifier_keys: str

    @property
    def numbers(self) -> dict[int, int]:
        """The id of each choice → its number on the ballot, as it was."""
        return {id_: number for number, id_ in enumerate(self.choice_ids, start=1)}


def due(connection: Connection, limit: int) -> list[str]:
    """Return keys of questions whose record is to be made."""
    found = select(question.c.key).where(
        question.c.is_unrecorded,
        question.c.key.is_not(None),
    )
    return list(connection.scalars(found.order_by(question.c.id).limit(limit)))


def is_due(connection: Connection, question_id: int) -> bool:
    """Tell whether the record of a question is to be made."""
    found = select(question.c.is_unrecorded).where(question.c.id == question_id)
    return bool(connection.execute(found).scalar_one())


def is_made(connection: Connection, question_id: int) -> bool:
    """Tell whether a question on which voting has ended has a record, or will have one soon."""
    will_be = or_(question.c.is_unrecorded, question.c.network_key.is_not(None))
    found = select(will_be).where(question.c.id == question_id)
    made = select(record.c.number).where(record.c.question_id == question_id).limit(1)
    return bool(connection.execute(found).scalar()) or connection.scalar(made) is not None


def last_number(connection: Connection, question_id: int) -> int:
    """Return the number of the latest record of a question, 0 if there is none.

    It may have been made where the question was imported from.
    """
    before = select(question.c.records_before).where(question.c.id == question_id)
    made = connection.scalar(
        select(func.max(record.c.number)).where(record.c.question_id == question_id)
    )
    return int(made or connection.execute(before).scalar_one())


def removals(connection: Connection, question_id: int) -> frozenset[int]:
    """Return the positions of the rows by which the organiser removed ballots."""
    found = select(ballot.c.position).where(
        ballot.c.question_id == question_id,
        ballot.c.replaced_by.is_not(None),
        _IS_LEFT,
        ballot.c.name.is_not(None),
    )
    return frozenset(connection.scalars(found))


def ledger(connection: Connection, question_id: int, start: int, end: int) -> list[LeafRow]:
    """Return the rows at positions from `start` on, before `end`."""
    place = {"question_id": question_id, "start": start, "end": end}
    return [LeafRow(*row) for row in connection.execute(_LEDGER, place)]


def at_positions(
    connection: Connection,
    question_id: int,
    positions: Sequence[int],
) -> dict[int, LeafRow]:
    """Return the rows at these positions, by position."""
    place = {"question_id": question_id, "positions": positions}
    rows = (LeafRow(*row) for row in connection.execute(_AT_POSITIONS, place))
    return {row.position: row for row in rows}


def own(connection: Connection, question_id: int, credential: str) -> LeafRow | None:
    """Return the ballot that the holder of a credential has on record."""
    keyed = select(question.c.credential_key).where(question.c.id == question_id)
    hash_ = key_hash(connection.execute(keyed).scalar_one(), credential)
    row = connection.execute(_OWN, {"question_id": question_id, "hash": hash_}).first()
    return None if row is None else LeafRow(*row)


def clear(connection: Connection, question_id: int) -> None:
    """Delete tiles that belong to no record: their making was given up."""
    kept = select(record.c.making).where(record.c.question_id == question_id)
    connection.execute(
        delete(record_tile).where(
            record_tile.c.question_id == question_id,
            record_tile.c.making.not_in(kept),
        ),
    )


def stage(
    connection: Connection,
    question_id: int,
    making: bytes,
    tiles: Sequence[Tile],
) -> None:
    """Write tiles for a record that is being made."""
    own = {"question_id": question_id, "making": making}
    connection.execute(insert(record_tile), [own | tile._asdict() for tile in tiles])


def has_tiles(connection: Connection, question_id: int, making: bytes, number: int) -> bool:
    """Tell whether so many tiles are written."""
    found = select(func.count()).where(
        record_tile.c.question_id == question_id,
        record_tile.c.making == making,
    )
    return connection.execute(found).scalar_one() == number


def done(connection: Connection, question_id: int) -> None:
    """Note that the record of a question is made. No page that is kept changes by it."""
    connection.execute(
        update(question).where(question.c.id == question_id).values(is_unrecorded=False),
    )


def add(connection: Connection, new: RecordRow) -> None:
    """Add a record, whose number no other one of the question may have."""
    values: dict[str, Any] = new._asdict() | {"choice_ids": json.dumps(new.choice_ids)}
    connection.execute(insert(record).values(values))


def latest(connection: Connection, question_id: int) -> RecordRow | None:
    """Return the latest record of a question, if there is one."""
    return next(iter(of_question(connection, question_id, limit=1)), None)


def of_question(
    connection: Connection,
    question_id: int,
    limit: int | None = None,
) -> list[RecordRow]:
    """Return the records of a question, the latest first."""
    found = select(*(record.c[name] for name in RecordRow._fields)).where(
        record.c.question_id == question_id
    )
    rows = connection.execute(found.order_by(record.c.number.desc()).limit(limit))
    return [RecordRow(*row)._replace(choice_ids=tuple(json.loads(row.choice_ids))) for row in rows]


def roots(connection: Connection, of: RecordRow) -> list[bytes]:
    """Return the roots of the tiles of a record."""
    found = select(record_tile.c.root).where(
        record_tile.c.question_id == of.question_id, record_tile.c.making == of.making
    )
    return list(connection.scalars(found.order_by(record_tile.c.place)))


def tile(connection: Connection, of: RecordRow, place: int) -> Tile | None:
    """Return the tile at a place of a record."""
    return _tile(connection, of, record_tile.c.place == place)


def tile_of(connection: Connection, of: RecordRow, hash_: bytes) -> Tile | None:
    """Return the tile in which the ballot with this hash is, if it is in the record."""
    return _tile(connection, of, record_tile.c.first <= hash_)


def _tile(connection: Connection, of: RecordRow, where: Any) -> Tile | None:
    found = select(*(record_tile.c[name] for name in Tile._fields)).where(
        record_tile.c.question_id == of.question_id, record_tile.c.making == of.making, where
    )
    row = connection.execute(found.order_by(record_tile.c.place.desc()).limit(1)).first()
    return None if row is None else Tile(*row)
