from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, text

from polls import migrations
from polls.db.engines.engine import connect
from polls.domain.start_errors import StartError
from polls.presentation.refusals import sentence
from polls.services.running import databases
from polls.settings import PostgresSettings, Settings, SqliteSettings
from tests import asking, revisions
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from polls.db.engines.database import Database
    from tests.postgres import Postgres

    Way = Callable[[Settings], AbstractAsyncContextManager[Database]]

SOMEBODY = 12_345
"""The number of a user who is not root, and of the group."""


async def run_in(settings: Settings, statement: str) -> None:
    database = connect(settings)
    await database.write(Connection.execute, text(statement))
    await database.close()


async def make_newer(settings: Settings) -> None:
    await run_in(settings, "UPDATE alembic_version SET version_num = '9999'")


async def refused(settings: Settings, way: Way = databases.opened) -> str:
    with pytest.raises(StartError) as refusal:
        async with way(settings):
            pass
    return sentence(refusal.value)


async def test_opened_gives_a_database_with_tables(settings: Settings) -> None:
    async with databases.opened(settings) as database:
        assert await asking.every(database) == []


async def test_opened_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "polls.db"

    said = await refused(Settings(sqlite=SqliteSettings(path=path)))

    assert said == (
        f"There is no database file {path}. Create it with “polls migrate” or “polls serve”."
    )
    assert not path.exists()


async def test_opened_leaves_older_tables_as_they_are(settings: Settings) -> None:
    await revisions.go_back(settings)

    assert await refused(settings) == (
        f"The database is at revision {revisions.BEFORE}, this version needs {migrations.HEAD}. "
        "Run “polls migrate” first."
    )
    assert (await databases.compare(settings)).found == revisions.BEFORE


async def test_prepared_brings_the_embedded_database_up_to_date(sqlite_settings: Settings) -> None:
    await revisions.go_back(sqlite_settings)

    async with databases.prepared(sqlite_settings) as database:
        assert await asking.every(database) == []


async def test_prepared_makes_the_embedded_database_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "polls.db"

    async with databases.prepared(Settings(sqlite=SqliteSettings(path=path))) as database:
        assert await asking.every(database) == []

    assert path.is_file()


async def test_prepared_leaves_postgres_to_its_administrator(empty_settings: Settings) -> None:
    if empty_settings.postgres is None:
        async with databases.prepared(empty_settings) as database:
            assert (await migrations.compare(database)).is_none
        return

    assert await refused(empty_settings, databases.prepared) == (
        f"The database is at revision none, this version needs {migrations.HEAD}. "
        "Run “polls migrate” first."
    )
    assert (await databases.compare(empty_settings)).found is None


async def test_opened_refuses_a_newer_database(settings: Settings) -> None:
    await make_newer(settings)

    assert await refused(settings) == (
        "The database was made by a newer version of Polls (revision 9999; "
        f"this version knows {migrations.HEAD}). Install that version to use it."
    )


async def test_served_refuses_a_newer_database(settings: Settings) -> None:
    await make_newer(settings)

    with refuses(StartError, match="newer version of Polls"):
        async with databases.served(settings):
            pass


async def test_served_allows_one_server_on_the_embedded_database(
    sqlite_settings: Settings,
) -> None:
    async with databases.served(sqlite_settings):
        with refuses(StartError, match="Another Polls server is using"):
            async with databases.served(sqlite_settings):
                pass

    async with databases.served(sqlite_settings):
        pass


async def test_served_allows_many_servers_on_postgres(postgres_settings: Settings) -> None:
    async with databases.served(postgres_settings), databases.served(postgres_settings):
        pass


async def test_served_lets_commands_work_beside_it(settings: Settings) -> None:
    async with databases.served(settings) as served, databases.opened(settings) as opened:
        key = await asking.ask(opened, "Tea or coffee?", ["Tea", "Coffee"])

        assert [question.key for question in await asking.every(served)] == [key]


async def test_served_refuses_old_tables_on_postgres_only(empty_settings: Settings) -> None:
    if empty_settings.postgres is None:
        async with databases.served(empty_settings) as database:
            assert (await migrations.compare(database)).is_none
        return

    with refuses(StartError, match="Run “polls migrate” first"):
        async with databases.served(empty_settings):
            pass


async def test_migrate_says_where_the_tables_stood(empty_settings: Settings) -> None:
    first = await databases.migrate(empty_settings)
    second = await databases.migrate(empty_settings)

    assert first == migrations.Difference(None, migrations.HEAD)
    assert second == migrations.Difference(migrations.HEAD, migrations.HEAD)


async def test_migrate_refuses_a_newer_database(settings: Settings) -> None:
    await make_newer(settings)

    with refuses(StartError, match="newer version of Polls"):
        await databases.migrate(settings)


async def test_migrate_with_nothing_to_do_may_run_beside_a_server(
    sqlite_settings: Settings,
) -> None:
    async with databases.served(sqlite_settings):
        assert (await databases.migrate(sqlite_settings)).is_none


async def test_migrate_waits_for_the_server_to_stop(sqlite_settings: Settings) -> None:
    async with databases.served(sqlite_settings) as served:
        await migrations.upgrade(served, "base")

        with refuses(StartError, match="Another Polls server is using"):
            await databases.migrate(sqlite_settings)

        assert (await migrations.compare(served)).found is None
    assert (await databases.migrate(sqlite_settings)).found is None


async def test_compare_changes_nothing(empty_settings: Settings) -> None:
    first = await databases.compare(empty_settings)

    assert (
        first
        == await databases.compare(empty_settings)
        == migrations.Difference(None, migrations.HEAD)
    )


async def test_opened_says_where_no_server_answers(unused_tcp_port: int) -> None:
    block = PostgresSettings(host="127.0.0.1", port=unused_tcp_port, database="votes")

    message = await refused(Settings(postgres=block))

    assert f"127.0.0.1:{unused_tcp_port}" in message
    assert "votes" in message
    assert "cannot be opened" in message
    assert "\n" not in message


async def test_opened_says_when_a_server_never_answers() -> None:
    is_over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await is_over.wait()
        writer.close()

    mute = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    block = PostgresSettings(host="127.0.0.1", port=port)

    async with asyncio.timeout(8):
        message = await refused(Settings(postgres=block))

    is_over.set()
    mute.close()
    await mute.wait_closed()
    head, _, reason = message.partition(" cannot be opened: ")
    assert f"127.0.0.1:{port}" in head
    assert reason


async def test_opened_says_which_database_is_missing(postgres_settings: Settings) -> None:
    assert postgres_settings.postgres is not None
    block = postgres_settings.postgres.model_copy(update={"database": "nowhere"})

    message = await refused(Settings(postgres=block))

    assert "nowhere" in message
    assert "does not exist" in message


async def test_opened_does_not_show_the_password(unused_tcp_port: int) -> None:
    block = PostgresSettings.model_validate(
        {"host": "127.0.0.1", "port": unused_tcp_port, "password": "correct-horse"},
    )

    assert "correct-horse" not in await refused(Settings(postgres=block))


async def test_prepared_says_that_a_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "folder" / "polls.db"

    message = await refused(Settings(sqlite=SqliteSettings(path=path)), databases.prepared)

    assert message == f"The folder {path.parent} cannot be made: Not a directory."


async def test_opened_says_that_the_path_is_a_folder(tmp_path: Path) -> None:
    message = await refused(Settings(sqlite=SqliteSettings(path=tmp_path)))

    assert message.startswith(f"The database file {tmp_path} cannot be opened: ")


@contextmanager
def as_somebody() -> Iterator[None]:
    """Be a user who is not allowed everything; root is."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(SOMEBODY, SOMEBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    with TemporaryDirectory() as folder:  # tmp_path is its owner's alone
        path = Path(folder)
        path.chmod(0o755)
        yield path


@pytest.mark.parametrize("closed", ["file", "folder"])
async def test_opened_says_that_the_file_may_not_be_read(public_folder: Path, closed: str) -> None:
    folder = public_folder / "data"
    folder.mkdir()
    path = folder / "polls.db"
    path.touch()
    (path if closed == "file" else folder).chmod(0)

    with as_somebody():
        message = await refused(Settings(sqlite=SqliteSettings(path=path)))

    folder.chmod(0o700)
    assert message.startswith(f"The database file {path} cannot be opened: Permission denied. ")
    assert "needs to own the database file" in message


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root has folders that others cannot write to.")
async def test_opened_says_that_the_folder_must_be_writable(public_folder: Path) -> None:
    path = public_folder / "polls.db"
    path.touch()
    os.chown(path, SOMEBODY, SOMEBODY)

    with as_somebody():
        message = await refused(Settings(sqlite=SqliteSettings(path=path)))

    assert message.startswith(f"The lock {path}.write.lock cannot be opened: Permission denied. ")
    assert message.endswith("allowed to write to the folder that they are in.")


async def test_opened_says_that_the_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "polls.db"
    path.write_text("Dear diary" * 500, encoding="utf-8")

    message = await refused(Settings(sqlite=SqliteSettings(path=path)))

    assert message.startswith(f"The database file {path} cannot be opened: ")
    assert "file is not a database" in message


async def test_served_leaves_what_is_no_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary" * 500, encoding="utf-8")
    path.chmod(0o644)

    message = await refused(Settings(sqlite=SqliteSettings(path=path)), databases.served)

    assert "file is not a database" in message
    assert path.read_text(encoding="utf-8") == "Dear diary" * 500
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("way", [databases.opened, databases.prepared, databases.served])
async def test_file_of_another_program_is_refused_and_left_as_it_was(
    tmp_path: Path, way: Way
) -> None:
    path = tmp_path / "notes.db"
    with closing(sqlite3.connect(path)) as notes, notes:
        notes.execute("CREATE TABLE note (text TEXT)")
    before = path.read_bytes()
    settings = Settings(sqlite=SqliteSettings(path=path))

    said = await refused(settings, way)

    assert said == (
        f"The database file {path} belongs to another program: it has tables, but not those of "
        "Polls. Name another file under sqlite.path."
    )
    with refuses(StartError, match="belongs to another program"):
        await databases.migrate(settings)
    assert path.read_bytes() == before


async def test_database_with_the_revisions_of_another_program_is_refused(
    empty_settings: Settings,
) -> None:
    await run_in(empty_settings, "CREATE TABLE alembic_version (version_num VARCHAR(32))")
    await run_in(empty_settings, "INSERT INTO alembic_version VALUES ('ae1027a6acf')")

    with refuses(StartError, match="belongs to another program"):
        await databases.migrate(empty_settings)


@pytest.mark.parametrize("empty_settings", ["postgres"], indirect=True)
async def test_schema_with_tables_of_another_program_is_shared(empty_settings: Settings) -> None:
    await run_in(empty_settings, "CREATE TABLE note (text TEXT)")

    assert await databases.migrate(empty_settings) == migrations.Difference(None, migrations.HEAD)


def test_role_that_may_make_no_tables_is_told_the_grant(postgres: Postgres) -> None:
    settings = postgres.empty()
    assert settings.postgres
    block = settings.postgres.model_copy(update={"user": "clerk"})

    async def migrate_as_another() -> None:
        own = connect(settings)
        await own.write(Connection.execute, text("DROP ROLE IF EXISTS clerk"))
        await own.write(Connection.execute, text("CREATE ROLE clerk LOGIN"))
        await own.close()
        await databases.migrate(settings.model_copy(update={"postgres": block}))

    with pytest.raises(StartError) as refusal:
        asyncio.run(migrate_as_another())

    assert sentence(refusal.value).endswith(
        " cannot be used: permission denied for schema public. Its owner gives it with "
        'GRANT CREATE, USAGE ON SCHEMA public TO "clerk".',
    )
    postgres.drop(settings)
