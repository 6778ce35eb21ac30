from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from polls.db.engines.direct import Direct
from polls.db.engines.engine import connect
from polls.db.schema import question
from polls.domain.errors import UnavailableError
from polls.services.running import databases
from polls.settings import PostgresSettings, Settings, SqliteSettings
from tests.db.programs import another_program_writing
from tests.db.test_schema import QUESTION, count, write
from tests.refusals import refuses

if TYPE_CHECKING:
    from pathlib import Path

    from polls.db.engines.database import Database

COUNTING = select(func.count()).select_from(question)


def add_one(connection: Connection, /, **values: object) -> None:
    connection.execute(insert(question), QUESTION | values)


async def test_read_cannot_write(database: Database) -> None:
    with capture_logs() as logs, pytest.raises(UnavailableError):
        await database.read(add_one)

    (event,) = logs
    assert event["event"] == "database_unavailable"
    assert "read-only" in event["reason"] or "readonly" in event["reason"]
    assert await count(database, question) == 0


async def test_read_cannot_make_tables(database: Database) -> None:
    with pytest.raises(UnavailableError):
        await database.read(Connection.execute, text("CREATE TABLE forged (id integer)"))


async def test_read_sees_one_moment_however_long_it_lasts(settings: Settings) -> None:
    reader, writer = connect(settings), connect(settings)

    def look_twice(connection: Connection) -> tuple[object, object]:
        first = connection.scalar(COUNTING)
        if settings.postgres is None:
            insert_behind_its_back(settings.sqlite.path)
        else:
            connection.execute(text("SELECT pg_sleep(0.3)"))
        return first, connection.scalar(COUNTING)

    looking = asyncio.create_task(reader.read(look_twice))
    if settings.postgres is not None:
        await asyncio.sleep(0.15)
        await writer.write(add_one)
        assert not looking.done()
    seen = await looking

    assert seen == (0, 0)
    assert await count(reader, question) == 1
    await reader.close()
    await writer.close()


def insert_behind_its_back(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(
            "INSERT INTO question (question_text, pub_date, key, is_listed, may_change,"
            " credential_key) VALUES ('Tea?', '2026-06-05 12:00:00.000000', '1', 1, 1, 'k')",
        )


async def test_write_takes_nothing_when_its_work_fails(database: Database) -> None:
    def add_and_fail(connection: Connection) -> None:
        add_one(connection)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(add_and_fail)

    assert await count(database, question) == 0


async def test_write_goes_on_after_an_error(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await write(database, question, QUESTION, QUESTION)

    await database.write(add_one)

    assert await count(database, question) == 1


async def test_write_is_committed_when_it_returns(settings: Settings) -> None:
    first, second = connect(settings), connect(settings)

    await first.write(add_one)

    assert await count(second, question) == 1
    await first.close()
    await second.close()


async def test_write_from_two_programs_loses_nothing(settings: Settings) -> None:
    databases = connect(settings), connect(settings)

    await asyncio.gather(
        *(
            database.write(add_one, key=f"{name}{number}")
            for number in range(5)
            for name, database in zip("ab", databases, strict=True)
        ),
    )

    assert await count(databases[0], question) == 10
    for database in databases:
        await database.close()


async def test_write_that_takes_too_long_is_given_up(postgres_settings: Settings) -> None:
    database = connect(postgres_settings, seconds=0.2)

    def dawdle(connection: Connection) -> None:
        add_one(connection)
        connection.execute(text("SELECT pg_sleep(30)"))

    async with asyncio.timeout(3):
        with pytest.raises(UnavailableError):
            await database.write(dawdle)

    assert await count(database, question) == 0
    await database.write(add_one)
    assert await count(database, question) == 1
    await database.close()


async def test_read_that_takes_too_long_is_given_up(postgres_settings: Settings) -> None:
    database = connect(postgres_settings, seconds=0.2)

    async with asyncio.timeout(3):
        with pytest.raises(UnavailableError):
            await database.read(Connection.execute, text("SELECT pg_sleep(30)"))

    assert await count(database, question) == 0
    await database.close()


async def test_write_gives_up_while_another_program_writes_to_the_file(
    sqlite_settings: Settings,
) -> None:
    database = connect(sqlite_settings, seconds=0.2)

    with another_program_writing(sqlite_settings.sqlite.path), pytest.raises(UnavailableError):
        await database.write(add_one)

    assert await count(database, question) == 0
    await database.write(add_one)
    assert await count(database, question) == 1
    await database.close()


async def test_read_goes_on_while_another_program_writes_to_the_file(
    sqlite_settings: Settings,
) -> None:
    database = connect(sqlite_settings)

    with another_program_writing(sqlite_settings.sqlite.path):
        assert await count(database, question) == 0

    await database.close()


async def test_a_server_that_is_away_is_unavailable(unused_tcp_port: int) -> None:
    block = PostgresSettings(host="127.0.0.1", port=unused_tcp_port)
    database = connect(Settings(postgres=block))

    with refuses(UnavailableError, match="The database did not answer"):
        await count(database, question)

    await database.close()


async def test_a_server_that_never_answers_is_given_up() -> None:
    is_over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await is_over.wait()
        writer.close()

    mute = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    block = PostgresSettings(host="127.0.0.1", port=port)
    database = connect(Settings(postgres=block), seconds=0.2)

    async with asyncio.timeout(2):
        with pytest.raises(UnavailableError):
            await count(database, question)

    await database.close()
    is_over.set()
    mute.close()
    await mute.wait_closed()


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "polls.db"
    path.write_text("Dear diary" * 500, encoding="utf-8")
    database = connect(Settings(sqlite=SqliteSettings(path=path)))

    with pytest.raises(UnavailableError):
        await database.write(add_one)

    await database.close()
    assert path.read_text(encoding="utf-8") == "Dear diary" * 500


async def test_sqlite_writes_survive_a_power_cut(sqlite_settings: Settings) -> None:
    database = connect(sqlite_settings)

    found = {
        pragma: await database.write(Connection.scalar, text(f"PRAGMA {pragma}"))
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "query_only")
    }

    await database.close()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "query_only": 0,
    }


async def test_sqlite_file_is_whole_alone_after_closing(sqlite_settings: Settings) -> None:
    database = connect(sqlite_settings)
    await database.write(add_one)
    await count(database, question)

    await database.close()

    path = sqlite_settings.sqlite.path
    left = {found.name for found in path.parent.iterdir()}
    assert not left & {f"{path.name}-wal", f"{path.name}-shm"}


async def test_postgres_keeps_to_its_number_of_connections(postgres_settings: Settings) -> None:
    assert postgres_settings.postgres is not None
    block = postgres_settings.postgres.model_copy(update={"minsize": 1, "maxsize": 3})
    database = connect(Settings(postgres=block))
    ours = text("SELECT count(*), pg_sleep(0.1) FROM pg_stat_activity WHERE datname = :name")

    await database.write_directly(lambda _direct: None)  # one of the three is kept for ballots
    seen = await asyncio.gather(
        *(database.read(Connection.scalar, ours, {"name": block.database}) for _ in range(8)),
    )

    await database.close()
    assert max(each for each in seen if each) == 2  # a server's third one listens


async def test_look_up_works_again_after_its_connections_were_closed(
    postgres_settings: Settings,
) -> None:
    def one(direct: Direct) -> int:
        return len(direct.fetch(select(func.count()).select_from(question), {}))

    async with databases.opened(postgres_settings) as database:
        await asyncio.gather(*(database.look_up(one) for _ in range(4)))
        async with databases.opened(postgres_settings) as other:
            await other.write(Connection.execute, text(_END_THE_OTHERS))
        deadline = asyncio.get_running_loop().time() + 5
        found = 0
        while not found and asyncio.get_running_loop().time() < deadline:
            with suppress(UnavailableError):  # at first: that they are closed has to be heard of
                found = await database.look_up(one)

    assert found == 1


_END_THE_OTHERS = """
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def test_postgres_listens_on_one_of_its_connections(postgres_settings: Settings) -> None:
    assert postgres_settings.postgres is not None
    block = postgres_settings.postgres.model_copy(update={"minsize": 1, "maxsize": 3})
    database = connect(Settings(postgres=block))
    ours = text("SELECT count(*), pg_sleep(0.1) FROM pg_stat_activity WHERE datname = :name")
    is_listening = asyncio.Event()

    listening = asyncio.create_task(database.listen(lambda _change: is_listening.set()))
    await is_listening.wait()
    await database.write_directly(lambda _direct: None)
    seen = await asyncio.gather(
        *(database.read(Connection.scalar, ours, {"name": block.database}) for _ in range(8)),
    )

    listening.cancel()
    await asyncio.wait([listening])
    await database.close()
    assert max(each for each in seen if each) == 3


async def test_statements_for_ballots_are_planned_once_and_look_up_by_key(
    postgres_settings: Settings,
) -> None:
    async with databases.opened(postgres_settings) as database:
        (row,) = await database.write_directly(
            Direct.fetch_text,
            "SELECT current_setting('plan_cache_mode'), current_setting('enable_seqscan')",
        )

    assert tuple(row) == ("force_generic_plan", "off")
