"""Rows that other parts of the program write, and what is left of them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, func, insert, select

from polls.db.schema import (
    ballot,
    choice,
    deleted_question,
    invitation,
    log_entry,
    network,
    question,
    record,
    record_tile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from polls.db.engines.database import Database

OF_A_QUESTION = (ballot, choice, invitation, network, log_entry, record, record_tile)


async def add(database: Database, table: Table, *rows: Mapping[str, Any]) -> None:
    await database.write(Connection.execute, insert(table), list(rows))


async def invite(database: Database, key: str, voted: int, others: int = 0) -> None:
    """Invite people to a question, of whom the first have voted."""
    id_ = await id_of(database, key)
    await add(
        database,
        invitation,
        *(
            {
                "question_id": id_,
                "code_hash": sha256(bytes([number])).digest(),
                "label": f"Number {number}",
                "has_voted": number < voted,
            }
            for number in range(voted + others)
        ),
    )


async def meet(database: Database, key: str, networks: int) -> None:
    """Note that one voter came from each of so many networks."""
    id_ = await id_of(database, key)
    rows = ({"question_id": id_, "tag": bytes([n]) * 32, "voters": 1} for n in range(networks))
    await add(database, network, *rows)


async def id_of(database: Database, key: str) -> int:
    return int(await database.read(_scalar, select(question.c.id).where(question.c.key == key)))


async def network_key(database: Database, key: str) -> bytes | None:
    query = select(question.c.network_key).where(question.c.key == key)
    found: bytes | None = await database.read(_scalar, query)
    return found


async def numbers(database: Database) -> dict[str, int]:
    """Return how many rows each table has."""

    def count(connection: Connection) -> dict[str, int]:
        tables = (question, *OF_A_QUESTION, deleted_question)
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        }

    return await database.read(count)


async def column(database: Database, of: Any) -> list[Any]:
    """Return what stands in a column, row by row."""
    return await database.read(lambda connection: list(connection.scalars(select(of))))


def _scalar(connection: Connection, query: Any) -> Any:
    return connection.execute(query).scalar_one()


def wait(connection: Connection, time: timedelta) -> None:
    """Let a transaction last, where others can wait for its locks meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_sleep(time.total_seconds())))
