"""PostgreSQL, through asyncpg."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import asyncpg
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine

from polls.db.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from polls.settings import PostgresSettings

T = TypeVar("T")

CONNECT_SECONDS = 2


class Postgres(Database):
    """A pool of connections to a server; transactions share them as they come free."""

    mistakes = (
        *Database.mistakes,
        asyncpg.DataError,
        asyncpg.IntegrityConstraintViolationError,
        asyncpg.SyntaxOrAccessError,
    )
    absences = (*Database.absences, asyncpg.PostgresError, asyncpg.InterfaceError)

    def __init__(self, settings: PostgresSettings, seconds: float | None) -> None:
        super().__init__(seconds)
        self._writer = create_async_engine(
            URL.create(
                "postgresql+asyncpg",
                username=settings.user,
                password=settings.password.get_secret_value() if settings.password else None,
                database=settings.database,
            ),
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
        self._reader = self._writer.execution_options(
            isolation_level="REPEATABLE READ",
            postgresql_readonly=True,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()

    async def _read(self, work: Callable[[Connection], T]) -> T:
        async with self._reader.begin() as connection:
            return await connection.run_sync(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        async with self._writer.begin() as connection:
            return await connection.run_sync(work)
