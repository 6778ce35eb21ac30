from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
from contextlib import asynccontextmanager, closing, suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select
from structlog.testing import capture_logs

from polls.db.engines import files
from polls.db.schema import question
from polls.domain.errors import UnavailableError
from polls.domain.start_errors import StartError
from polls.services.running import databases
from polls.settings import Settings, SqliteSettings
from tests.db.test_schema import QUESTION
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from polls.db.engines.database import Database

LOOK = 0.5
"""Seconds in which the server has looked at its files by itself."""


def add_one(connection: Connection, key: str) -> None:
    connection.execute(insert(question), QUESTION | {"key": key})


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(question)) or 0


def beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def delete(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(beside(path, ".moved"))


def delete_the_log(path: Path) -> None:
    beside(path, "-wal").unlink()


def replace(path: Path) -> None:
    beside(path, ".backup").replace(path)


def replace_all(path: Path) -> None:
    for ending in ("-wal", "-shm", ""):
        beside(path, ending).unlink()
    replace(path)


@asynccontextmanager
async def heard(settings: Settings) -> AsyncIterator[Database]:
    """Serve a database with one question in it, and a backup without, as a server does."""
    path = settings.sqlite.path
    shutil.copy(path, beside(path, ".backup"))
    async with databases.served(settings) as database:
        await database.write(add_one, "1")
        listening = asyncio.create_task(_listen(database))
        yield database
        listening.cancel()
        await asyncio.wait([listening])


async def _listen(database: Database) -> None:
    while True:
        with suppress(UnavailableError):
            await database.listen(lambda _change: None)
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("take", [delete, move, delete_the_log, replace, replace_all])
async def test_write_is_refused_when_a_file_is_not_that_which_was_opened(
    sqlite_settings: Settings,
    take: Callable[[Path], None],
) -> None:
    async with heard(sqlite_settings) as database:
        take(sqlite_settings.sqlite.path)

        with capture_logs() as logs:
            for key in ("2", "3"):
                with refuses(UnavailableError, match="deleted or replaced"):
                    await database.write(add_one, key)
            with refuses(UnavailableError, match="deleted or replaced"):
                await database.read(count)

    assert [each["event"] for each in logs] == ["database_file_replaced"]


async def test_file_that_replaces_another_stays_as_it_came(sqlite_settings: Settings) -> None:
    path = sqlite_settings.sqlite.path
    async with heard(sqlite_settings):
        replace(path)
        await asyncio.sleep(LOOK)

    with closing(sqlite3.connect(path)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        (questions,) = connection.execute("SELECT count(*) FROM question").fetchone()
    assert sound == "ok"
    assert questions == 0  # those in the log of its predecessor are not taken for its own


async def test_file_that_was_moved_has_all_that_was_committed_and_can_come_back(
    sqlite_settings: Settings,
) -> None:
    path = sqlite_settings.sqlite.path
    async with heard(sqlite_settings) as database:
        move(path)
        await asyncio.sleep(LOOK)
        with closing(sqlite3.connect(beside(path, ".moved"))) as connection:
            (moved,) = connection.execute("SELECT count(*) FROM question").fetchone()
        with pytest.raises(UnavailableError):
            await database.write(add_one, "2")

        beside(path, ".moved").rename(path)
        await asyncio.sleep(LOOK)
        await database.write(add_one, "3")
        found = await database.read(count)

    assert moved == 1
    assert found == 2


async def test_database_with_two_names_is_refused(sqlite_settings: Settings) -> None:
    path = sqlite_settings.sqlite.path
    second = path.with_name("second.db")
    linked = sqlite_settings.model_copy(
        update={"sqlite": sqlite_settings.sqlite.model_copy(update={"path": second})},
    )
    async with databases.served(sqlite_settings):
        os.link(path, second)

        with refuses(StartError, match=r"has 2 names \(hard links\)"):
            async with databases.served(linked):
                pass
        with refuses(StartError, match="hard links"):
            async with databases.opened(linked):
                pass
    second.unlink()

    async with databases.opened(sqlite_settings):
        pass


async def test_new_files_are_for_their_owner_alone(
    tmp_path: Path,
    sqlite_settings: Settings,
) -> None:
    path = tmp_path / "new" / "polls.db"
    settings = sqlite_settings.model_copy(
        update={"sqlite": sqlite_settings.sqlite.model_copy(update={"path": path})},
    )
    before = os.umask(0o022)
    try:
        async with databases.served(settings) as database:
            await database.write(add_one, "1")
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(before)

    names = {"polls.db"} | {f"polls.db{ending}" for ending in ("-wal", "-shm", *files.LOCKS)}
    assert modes == dict.fromkeys(names, 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_server_takes_from_others_what_an_older_version_gave_them(
    sqlite_settings: Settings,
) -> None:
    path = sqlite_settings.sqlite.path
    path.chmod(0o644)

    with capture_logs() as logs:
        for _ in range(2):
            async with databases.served(sqlite_settings):
                pass

    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each for each in logs if each["event"] == "database_files_closed_to_others"] == [
        {"event": "database_files_closed_to_others", "log_level": "warning", "files": [str(path)]},
    ]


@pytest.mark.parametrize("kind", ["folder", "pipe"])
async def test_what_is_no_file_is_refused_and_stays_as_it_was(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "polls.db"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    path.chmod(0o755)
    settings = Settings(sqlite=SqliteSettings(path=path))

    with refuses(StartError, match=f"it is a .*{kind}"):
        async with databases.served(settings):
            pass
    with refuses(StartError, match=f"it is a .*{kind}"):
        async with databases.opened(settings):
            pass

    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert list(tmp_path.iterdir()) == [path]


def test_file_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with refuses(StartError, match="cannot be made"):
        files.make(tmp_path / "file" / "polls.db")
