"""Real damage to real databases, and its repair."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from polls.db.engines.engine import connect
from tests.scenarios.links import linked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from polls.settings import Settings


@dataclass(frozen=True)
class Fault:
    """A database that can be taken away and brought back."""

    settings: Settings
    begin: Callable[[], None]
    end: Callable[[], None]


@asynccontextmanager
async def breakable(settings: Settings, folder: Path) -> AsyncIterator[Fault]:
    """Prepare a fault: PostgreSQL falls silent, an SQLite file has a page of zeros."""
    if settings.postgres is None:
        path = settings.sqlite.path
        page = _page_of(path, "alembic_version")
        content = path.read_bytes()[page]
        yield Fault(
            settings,
            begin=lambda: _overwrite(path, page, bytes(len(content))),
            end=lambda: _overwrite(path, page, content),
        )
        return
    async with linked(settings, folder) as (link, over_the_link):
        yield Fault(over_the_link, begin=link.drop_packets, end=link.mend)


async def set_revision(settings: Settings, revision: str | None) -> None:
    """Make the tables say that they are at another revision, or at none."""
    database = connect(settings)
    await database.write(Connection.execute, text("DELETE FROM alembic_version"))
    if revision is not None:
        statement = text("INSERT INTO alembic_version VALUES (:revision)")
        await database.write(Connection.execute, statement, {"revision": revision})
    await database.close()


def _page_of(path: Path, table: str) -> slice:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (number,) = connection.execute(query, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return slice((number - 1) * size, number * size)


def _overwrite(path: Path, page: slice, content: bytes) -> None:
    """Change a page on the disk, and make every reader forget what it keeps of the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("r+b") as file:
            file.seek(page.start)
            file.write(content)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")
