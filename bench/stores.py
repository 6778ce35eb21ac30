"""The databases of our servers, read and filled by SQL from outside, while no vote is taken."""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_SECONDS = 120
"""A statement that fills a million rows takes some ten seconds."""


class Store(ABC):
    """A database. Its dialect gives 16 and 32 bytes of chance."""

    bytes_16: str
    bytes_32: str

    @abstractmethod
    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    @abstractmethod
    def run(self, *statements: str) -> None:
        """Run statements in one transaction, then tidy up as the server would in time."""


class SqliteStore(Store):
    """A file."""

    bytes_16 = "randomblob(16)"
    bytes_32 = "randomblob(32)"

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, without ever writing beside the server."""
        uri = f"{self._path.as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
            return connection.execute(query).fetchall()

    def run(self, *statements: str) -> None:
        """Run statements in one transaction; Polls never runs ANALYZE here, nor does this."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)


class PostgresStore(Store):
    """A database on a server that listens in a folder."""

    bytes_16 = "uuid_send(gen_random_uuid())"
    bytes_32 = "sha256(uuid_send(gen_random_uuid()))"

    def __init__(self, folder: str, user: str, database: str) -> None:
        self._place: dict[str, Any] = {"host": folder, "user": user, "database": database}

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return asyncio.run(self._fetch(query))

    def run(self, *statements: str) -> None:
        """Run statements in one transaction, then what autovacuum does within a minute.

        The checkpoint writes now what would else be written while votes are measured.
        """
        asyncio.run(self._run(*statements))

    async def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        connection = await self._connect()
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def _run(self, *statements: str) -> None:
        connection = await self._connect()
        try:
            async with connection.transaction():
                for statement in statements:
                    await connection.execute(statement)
            for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
                await connection.execute(statement)
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection[Any]:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            **self._place,
            timeout=5,
            command_timeout=LONGEST_SECONDS,
        )
        return connection
