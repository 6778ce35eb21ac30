"""A whole question as its tables hold it: read out row by row, and put into another database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from polls.db.asking import unused_id
from polls.db.engines.changes import Change, announce
from polls.db.schema import (
    ballot,
    choice,
    deleted_question,
    invitation,
    log_entry,
    network,
    question,
)
from polls.domain.errors import RepeatedVoterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Column, Connection, Table

    Row = Mapping[str, Any]

SLICE = 1_000
"""Rows in memory at once."""

_ORDERS: dict[str, Column[Any]] = {
    "choice": choice.c.ordinal,
    "log": log_entry.c.number,
    "invitation": invitation.c.id,
    "network": network.c.tag,
    "ballot": ballot.c.position,
}
"""What belongs to a question, and the column that puts it into an order."""

_TABLES: dict[str, Table] = {kind: order.table for kind, order in _ORDERS.items()}


def find(connection: Connection, key: str) -> Row | None:
    """Return the row of the question with this key."""
    found = connection.execute(select(question).where(question.c.key == key)).mappings().first()
    return dict(found) if found else None


def rows(connection: Connection, kind: str, question_id: int) -> Iterator[Row]:
    """Yield what belongs to a question, in its order, with no more than a slice in memory."""
    order = _ORDERS[kind]
    last: Any = b"" if kind == "network" else -1
    of_question = select(_TABLES[kind]).where(_TABLES[kind].c.question_id == question_id)
    following = of_question.where(order > bindparam("last")).order_by(order).limit(SLICE)
    if kind == "ballot":
        # There are no gaps. Knowing nothing of a new table, PostgreSQL would sort all that follow
        # for each slice: 90 s for a million.
        following = following.where(order <= bindparam("last") + SLICE)
    while found := connection.execute(following, {"last": last}).mappings().all():
        yield from map(dict, found)
        last = found[-1][order.name]


def is_taken(connection: Connection, key: str) -> bool:
    """Tell whether a question has this key."""
    return find(connection, key) is not None


def is_deleted(connection: Connection, key: str) -> bool:
    """Tell whether a question with this key was deleted here."""
    found = connection.execute(select(deleted_question).where(deleted_question.c.key == key))
    return found.first() is not None


def add_question(connection: Connection, row: Row, key: str | None) -> tuple[int, str]:
    """Insert a question; return its id and its key, which is its id if `key` is None.

    A key that is a number becomes the id as well, or a later question would get that id and with
    it the same key.
    """
    values = {**row, "key": key}
    if key is None:
        values |= unused_id(connection)
    elif key.isdecimal() and not _has_id(connection, int(key)):
        values["id"] = int(key)
    question_id: int = connection.execute(
        insert(question).values(values).returning(question.c.id),
    ).scalar_one()
    if "id" in values and connection.dialect.name == "postgresql":
        _count_ids_from(connection, question_id)
    if key is None:
        key = str(question_id)
        connection.execute(update(question).where(question.c.id == question_id).values(key=key))
    return question_id, key


def add(
    connection: Connection,
    kind: str,
    question_id: int,
    added: Sequence[Row],
    place: tuple[int, int],
) -> None:
    """Insert what belongs to a question; `place` says on which lines of the file it is.

    Raises:
        RepeatedVoterError: of its ballots that count, two are by one voter.
    """
    try:
        connection.execute(
            insert(_TABLES[kind]), [{**row, "question_id": question_id} for row in added]
        )
    except IntegrityError:
        raise RepeatedVoterError(*place) from None


def choice_ids(connection: Connection, question_id: int) -> list[int]:
    """Return the ids of a question's choices, down the ballot."""
    query = select(choice.c.id).where(choice.c.question_id == question_id)
    return list(connection.execute(query.order_by(choice.c.ordinal)).scalars())


def finish(
    connection: Connection,
    question_id: int,
    counts: Row,
    votes: Mapping[int, int],
) -> None:
    """Set the counters to what the ballots say, and announce the question.

    Args:
        connection: in the transaction that added the question.
        question_id: whose ledger is complete now.
        counts: the columns of the question that count ballots, with what they count.
        votes: choice id → ballots that mark it and count.
    """
    for choice_id, marks in votes.items():
        connection.execute(update(choice).where(choice.c.id == choice_id).values(votes=marks))
    row = connection.execute(
        update(question)
        .where(question.c.id == question_id)
        .values(**counts)
        .returning(question.c.key, question.c.version),
    ).one()
    announce(connection, Change(row.key, row.version))


def _has_id(connection: Connection, question_id: int) -> bool:
    found = connection.execute(select(question.c.id).where(question.c.id == question_id))
    return found.first() is not None


def _count_ids_from(connection: Connection, question_id: int) -> None:
    """Let PostgreSQL give the next question an id past this one, as SQLite does by itself."""
    sequence = func.pg_get_serial_sequence("question", "id")
    following = func.greatest(func.nextval(sequence), question_id + literal_column("1"))
    connection.execute(select(func.setval(sequence, following, literal_column("false"))))
