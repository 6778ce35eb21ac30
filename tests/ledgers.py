"""Ballots put into a ledger as they are, for tests of what is read from it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from polls.db.engines.changes import Change, announce
from polls.db.schema import ballot, choice, question
from polls.domain.ballots.selections import decode, encode, named, renamed
from polls.domain.electorate.credentials import key_hash
from polls.domain.methods import METHODS

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection


class Voter(NamedTuple):
    """Whose a ballot is; without a credential, nobody's who will come again."""

    credential: str | None = None
    name: str | None = None
    weight: int = 1
    nonce: bytes | None = None
    """Of the ballot; without one, any."""


SOMEBODY = Voter()


async def append(
    database: Database,
    key: str,
    *selections: Selection,
    by: Voter = SOMEBODY,
    replaces: int | None = None,
) -> None:
    """Put ballots at the end of a question's ledger, and count them.

    Args:
        database: where.
        key: of the question.
        selections: of each ballot, in the question's style; choices count from 1.
        by: whose they are; somebody with a credential has one ballot.
        replaces: the position of the ballot whose place the first one takes.
    """
    await database.write(_append, key, selections, by, replaces)


async def clear(database: Database, key: str) -> None:
    """Take all ballots of a question away."""
    await database.write(_clear, key)


async def change(database: Database, key: str, **values: Any) -> None:
    """Give columns of a question other values."""
    await database.write(_change, key, values)


def _append(
    connection: Connection,
    key: str,
    selections: tuple[Selection, ...],
    by: Voter,
    replaces: int | None,
) -> None:
    row = connection.execute(select(question).where(question.c.key == key)).one()
    ids = connection.execute(
        select(choice.c.id).where(choice.c.question_id == row.id).order_by(choice.c.ordinal),
    ).scalars()
    of_mark = dict(enumerate(ids, start=1))
    style = METHODS[row.method].ballot
    for position, marks in enumerate(selections, start=row.ballot_count):
        values = {
            "question_id": row.id,
            "position": position,
            "selection": encode(renamed(marks, style, of_mark)),
            "nonce": by.nonce or os.urandom(16),
            "key_hash": key_hash(row.credential_key, by.credential or os.urandom(8).hex()),
            "weight": by.weight,
            "name": by.name,
        }
        connection.execute(insert(ballot).values(values))
        _count(connection, [of_mark[mark] for mark in named(marks, style)], 1)
    if replaces is not None:
        _replace(connection, row.id, replaces, row.ballot_count)
    added = len(selections)
    values = {
        "ballot_count": row.ballot_count + added,
        "vote_count": row.vote_count + added - (replaces is not None),
    }
    _change(connection, key, values)


def _clear(connection: Connection, key: str) -> None:
    question_id = connection.execute(select(question.c.id).where(question.c.key == key)).scalar()
    connection.execute(delete(ballot).where(ballot.c.question_id == question_id))
    connection.execute(update(choice).where(choice.c.question_id == question_id).values(votes=0))
    _change(connection, key, {"ballot_count": 0, "vote_count": 0})


def _replace(connection: Connection, question_id: int, position: int, by: int) -> None:
    is_it = (ballot.c.question_id == question_id) & (ballot.c.position == position)
    earlier = connection.execute(select(ballot.c.selection).where(is_it)).scalar_one()
    connection.execute(update(ballot).where(is_it).values(replaced_by=by))
    method = connection.execute(select(question.c.method).where(question.c.id == question_id))
    _count(connection, list(named(decode(earlier), METHODS[method.scalar_one()].ballot)), -1)


def _count(connection: Connection, choice_ids: list[int], by: int) -> None:
    connection.execute(
        update(choice).where(choice.c.id.in_(choice_ids)).values(votes=choice.c.votes + by),
    )


def _change(connection: Connection, key: str, values: dict[str, Any]) -> None:
    version = connection.execute(
        update(question)
        .where(question.c.key == key)
        .values(values | {"version": question.c.version + 1})
        .returning(question.c.version),
    ).scalar_one()
    announce(connection, Change(key, version))
