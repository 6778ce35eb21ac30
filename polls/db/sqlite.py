"""SQLite, the embedded database: one thread that writes, a few that read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, create_engine, event

from polls.db.database import Database
from polls.db.locks import write_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

BUSY_SECONDS = 2
CACHE_KIB = 64 * 1024
READERS = 3


class Sqlite(Database):
    """Gives a whole transaction to a thread: one way there and one back, however many statements.

    Statement by statement, as an asynchronous driver does it, each would wait for the busy event
    loop twice; docs/decisions/0002-one-thread-hop-a-transaction.md has the figures.
    """

    def __init__(self, path: Path, seconds: float | None) -> None:
        super().__init__(seconds)
        self._path = path
        url = URL.create("sqlite+pysqlite", database=str(path))
        # Exactly one connection writes and checkpoints; polls/db/locks.py says why.
        self._writer = create_engine(url, pool_size=1, max_overflow=0)
        self._reader = create_engine(url, pool_size=READERS, max_overflow=0)
        self._writing = ThreadPoolExecutor(1, "sqlite writer")
        self._reading = ThreadPoolExecutor(READERS, "sqlite reader")
        # FULL: with NORMAL a power cut took acknowledged votes.
        _on_connect(self._writer, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
        _on_connect(self._reader, "query_only=ON")
        _on_begin(self._writer, "BEGIN IMMEDIATE")
        _on_begin(self._reader, "BEGIN")

    async def close(self) -> None:
        """Close every connection, when the work under way is done."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reading, self._reader.dispose)
        await loop.run_in_executor(self._writing, self._close_writer)
        self._reading.shutdown()
        self._writing.shutdown()

    async def _read(self, work: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with self._reader.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, transaction)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with write_lock(self._path), self._writer.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._writing, transaction)

    def _close_writer(self) -> None:
        with write_lock(self._path):  # closing the last connection checkpoints
            self._writer.dispose()


def _on_connect(engine: Engine, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where the code says so
        cursor = connection.cursor()
        always = (f"busy_timeout={BUSY_SECONDS * 1000}", f"cache_size=-{CACHE_KIB}")
        for pragma in (*always, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _on_begin(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
