"""The connection to the database: transactions that read, transactions that write."""

from __future__ import annotations

import asyncio
import functools
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from polls.db.locks import write_lock
from polls.domain.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

    from polls.settings import PostgresSettings, Settings

log = structlog.get_logger()

CONNECT_SECONDS = 2
TRANSACTION_SECONDS = 2.5
"""How long a transaction may take before the database counts as away. Giving up a connection that
does not answer takes two seconds more, so that who waits is told within five."""

SQLITE_READERS = 3


class Database:
    """Hands out transactions. One object a process, closed with the application."""

    def __init__(
        self,
        writer: AsyncEngine,
        reader: AsyncEngine,
        lock: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    ) -> None:
        self.writer = writer
        self.reader = reader
        self._lock = lock

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(
        self,
        seconds: float | None = TRANSACTION_SECONDS,
    ) -> AsyncIterator[AsyncConnection]:
        """Open a read-only transaction that sees one moment, however long it lasts.

        Args:
            seconds: how long it may last; None for work that nobody waits for in a browser.

        Raises:
            UnavailableError: the database did not answer.
        """
        async with _available(), asyncio.timeout(seconds), self.reader.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing(
        self,
        seconds: float | None = TRANSACTION_SECONDS,
    ) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that commits at the end of the block and rolls back on an error.

        On SQLite it holds the only write lock from its first moment.

        Args:
            seconds: how long it may last; None for work that nobody waits for in a browser.

        Raises:
            UnavailableError: the database did not answer. If that happened during the commit,
                whether it took effect is unknown.
        """
        async with (
            _available(),
            asyncio.timeout(seconds),
            self._lock(),
            self.writer.begin() as connection,
        ):
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        async with self._lock():  # closing the last connection to a SQLite file checkpoints it
            await self.writer.dispose()


def connect(settings: Settings) -> Database:
    """Prepare the database that the configuration names; nothing is opened yet."""
    if settings.postgres is not None:
        return _postgres(settings.postgres)
    return _sqlite(settings.sqlite.path)


def _postgres(settings: PostgresSettings) -> Database:
    url = URL.create(
        "postgresql+asyncpg",
        username=settings.user,
        password=settings.password.get_secret_value() if settings.password else None,
        database=settings.database,
    )
    engine = create_async_engine(
        url,
        pool_size=settings.minsize,
        max_overflow=settings.maxsize - settings.minsize,
        pool_timeout=CONNECT_SECONDS,
        connect_args={
            "host": settings.host,  # here and not in the URL: it may be a socket's folder
            "port": settings.port,
            "timeout": CONNECT_SECONDS,
            "server_settings": {"application_name": "polls"},
        },
    )
    reader = engine.execution_options(
        isolation_level="REPEATABLE READ",
        postgresql_readonly=True,
    )
    return Database(engine, reader)


def _sqlite(path: Path) -> Database:
    url = URL.create("sqlite+aiosqlite", database=str(path))
    # Exactly one connection writes and checkpoints; polls/db/locks.py says why.
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=CONNECT_SECONDS)
    reader = create_async_engine(
        url,
        pool_size=SQLITE_READERS,
        max_overflow=0,
        pool_timeout=CONNECT_SECONDS,
    )
    _on_sqlite_connect(writer, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    _on_sqlite_connect(reader, "query_only=ON")
    _on_sqlite_begin(writer, "BEGIN IMMEDIATE")
    _on_sqlite_begin(reader, "BEGIN")
    return Database(writer, reader, functools.partial(write_lock, path))


def _on_sqlite_connect(engine: AsyncEngine, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where the code says so
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={CONNECT_SECONDS * 1000}", "cache_size=-65536", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _on_sqlite_begin(engine: AsyncEngine, statement: str) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)


@asynccontextmanager
async def _available() -> AsyncIterator[None]:
    """Tell a database that is away from one that refuses what it was asked."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise  # a mistake in the program, not a moment of weakness
    except (DBAPIError, PoolTimeoutError, OSError, TimeoutError) as error:
        log.warning("database_unavailable", reason=_reason(error))
        raise UnavailableError("The database did not answer.") from error


def _reason(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {cause}"
