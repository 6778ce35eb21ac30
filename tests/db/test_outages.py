"""Databases that answer and cannot do their work."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, insert, text

from polls.db.engines import postgres
from polls.db.engines.engine import connect
from polls.db.schema import question
from polls.domain.errors import UnavailableError
from polls.services.running import databases
from tests.db.test_schema import QUESTION, count
from tests.postgres import session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.db.engines.database import Database
    from polls.settings import Settings


def add_one(connection: Connection) -> None:
    connection.execute(insert(question), QUESTION)


async def execute(settings: Settings, statement: str) -> None:
    writing = {"default_transaction_read_only": "off"}
    async with session(settings, user="postgres", server_settings=writing) as administrator:
        await administrator.execute(statement)


@asynccontextmanager
async def read_only_sessions(settings: Settings) -> AsyncIterator[Database]:
    """Give a database whose pool is full of sessions that were opened on a read-only server."""
    assert settings.postgres
    name = settings.postgres.database
    block = settings.postgres.model_copy(update={"minsize": 4, "maxsize": 6})
    await execute(settings, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    async with databases.served(settings.model_copy(update={"postgres": block})) as database:
        await execute(settings, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        yield database


async def test_session_that_is_read_only_is_not_used_again(postgres_settings: Settings) -> None:
    async with read_only_sessions(postgres_settings) as database:
        with pytest.raises(UnavailableError):
            await database.write(add_one)

        await asyncio.gather(*(database.write(count_nothing) for _ in range(4)))
        await database.write(add_one)

        assert await count(database, question) == 1


def count_nothing(connection: Connection) -> None:
    connection.execute(text("UPDATE question SET version = version WHERE false"))


async def test_try_to_write_finds_sessions_that_are_read_only_and_renews_them(
    postgres_settings: Settings,
) -> None:
    async with read_only_sessions(postgres_settings) as database:
        with pytest.raises(UnavailableError):
            await database.try_to_write()

        await database.try_to_write()
        await database.write(add_one)


async def test_try_to_write_writes_nothing_to_a_database_that_is_well(database: Database) -> None:
    await database.try_to_write()
    database.is_writable = False
    await database.try_to_write()

    assert database.is_writable
    assert await count(database, question) == 0


async def test_try_to_write_fails_after_a_write_failed_until_one_succeeds(
    sqlite_settings: Settings,
) -> None:
    async with databases.opened(sqlite_settings) as database:
        await database.write(grow_to_at_most, 0)  # a disk that is full, as SQLite has it
        await database.try_to_write()
        with pytest.raises(UnavailableError):
            await database.write(add_much)

        for _ in range(2):
            with pytest.raises(UnavailableError):
                await database.try_to_write()
        await database.write(grow_to_at_most, 1_000_000)
        await database.try_to_write()


def grow_to_at_most(connection: Connection, pages: int) -> None:
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages or 1}")


def add_much(connection: Connection) -> None:
    connection.execute(insert(question), QUESTION | {"description": "x" * 100_000})


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM polls_nowhere",
        "SELECT nothing FROM question",
        "SELECT * FROM nowhere.question",
        "SET ROLE pg_monitor; SELECT * FROM question",
    ],
)
async def test_tables_that_are_not_there_or_not_ours_are_an_outage(
    postgres_settings: Settings,
    statement: str,
) -> None:
    database = connect(postgres_settings)
    *before, last = statement.split("; ")

    def work(connection: Connection) -> None:
        for each in before:
            connection.execute(text(each))
        connection.execute(text(last))

    with pytest.raises(UnavailableError):
        await database.read(work)
    await database.close()


async def test_listener_hears_that_tables_were_emptied_for_a_backup(
    postgres_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "ALIVE_SECONDS", 0.1)
    database = connect(postgres_settings)
    heard: asyncio.Queue[object] = asyncio.Queue()
    listening = asyncio.create_task(database.listen(heard.put_nowait))
    async with asyncio.timeout(20):
        first = await heard.get()
        await asyncio.sleep(0.5)
        untouched = heard.empty()

        await execute(postgres_settings, "TRUNCATE ballot")
        then = await heard.get()
    listening.cancel()
    await asyncio.wait([listening])
    await database.close()

    assert (first, untouched, then) == (None, True, None)
