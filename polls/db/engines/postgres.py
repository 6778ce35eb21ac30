"""PostgreSQL, through asyncpg: a pool for all, one connection for the writer, one that listens."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import asyncpg
from sqlalchemy import URL, event, false, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import greenlet_spawn

from polls.db.engines import changes
from polls.db.engines.database import Database, origin
from polls.db.engines.direct import Direct
from polls.db.engines.resolving import Resolver
from polls.db.schema import metadata, question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from polls.db.engines.database import Hear
    from polls.settings import PostgresSettings

T = TypeVar("T")

_LOCK_NOTHING = select(question.c.id).where(false()).with_for_update()
"""Needs all that a write needs, and writes nothing."""

CONNECT_SECONDS = 2
CLOSE_SECONDS = 1
LOOK_UP_BY_KEY = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""For the connection that writes ballots. Its statements find rows by their keys, whatever the
values: planning each batch anew took a third of the server's time, and a plan made while the
table is small would read all of it when it is large."""
ALIVE_SECONDS = 2
"""Between two looks whether the connection that listens still carries anything, and whether the
tables are still those that they were."""

NO_GOOD = frozenset({"25006", "57P01", "57P02", "57P03"})
"""SQLSTATEs of connections that cannot do their work any more: read-only, the server is being shut
down, has crashed, or is not up yet. So is all of class 08, of lost connections."""

_CONNECTION_CLASS = "08"

NOT_AS_EXPECTED = frozenset({"3F000", "42501", "42703", "42P01", "42P07"})
"""SQLSTATEs that say something of the database and not of the program: a schema, a table or a
column that is not there, a table that is already there, and rights that are missing."""

_TABLES = f"""
SELECT string_agg(oid || ' ' || relfilenode, ' ' ORDER BY oid) FROM pg_class
WHERE relname IN ({", ".join(f"'{name}'" for name in metadata.tables)}) AND relkind = 'r'
"""  # noqa: S608 - names of our own
"""What differs after the tables were made anew or emptied at once, as is done for a backup."""

_TAKE_TURN = "SELECT pg_try_advisory_lock('record'::regclass::oid::integer, $1)"
_TURN = {
    "application_name": "polls turn",
    "tcp_keepalives_idle": "10",  # s; through a Unix socket they mean nothing
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "idle_session_timeout": "15min",  # ten times as long as a million ballots took under load
}
"""For the connection that holds a turn."""

LISTENER = "polls listener"
"""What the server's administrator sees of the connection that listens, in pg_stat_activity."""


class Postgres(Database):
    """At most `maxsize` connections to a server."""

    mistakes = (
        *Database.mistakes,
        asyncpg.DataError,
        asyncpg.IntegrityConstraintViolationError,
        asyncpg.SyntaxOrAccessError,
    )
    is_remote = True
    absences = (
        *Database.absences,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,  # what it makes of a server that dies in mid-sentence
    )

    def __init__(self, settings: PostgresSettings, seconds: float | None) -> None:
        super().__init__(seconds)
        self._arguments: dict[str, Any] = {
            "dsn": _encryption(settings),
            "host": settings.host,  # may be the folder of a Unix socket
            "port": settings.port,
            "user": settings.user,
            "password": settings.password.get_secret_value() if settings.password else None,
            "database": settings.database,
            "timeout": CONNECT_SECONDS,
            "server_settings": {
                "application_name": "polls",
                # Whatever the server's default: with off a power cut took acknowledged votes.
                "synchronous_commit": "on",
                **_limits(seconds),
            },
        }
        self._for_ballots = {
            **self._arguments,
            "server_settings": {**self._arguments["server_settings"], **LOOK_UP_BY_KEY},
        }
        self._resolver = Resolver(settings.host, settings.port)
        shared = max(1, settings.maxsize - 2)  # one is the writer's, one listens
        self._open_at_start = min(settings.minsize, shared)
        self._writer = create_async_engine(
            URL.create("postgresql+asyncpg"),
            pool_size=shared,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            async_creator=partial(self._connect, self._arguments),
            hide_parameters=True,  # in the text of errors, which is logged
        )
        self._reader = self._writer.execution_options(
            isolation_level="REPEATABLE READ",
            postgresql_readonly=True,
        )
        self._turn = asyncio.Lock()
        self._driver: asyncpg.Connection[Any] | None = None

        event.listen(self._writer.sync_engine, "handle_error", _renew_pool)

    def is_away(self, error: Exception) -> bool:
        """Say whether an error is a state of the database, and no mistake of the program.

        So are tables that are not there, or not ours to use: a backup is being brought back, or
        rights were taken away.
        """
        return sqlstate(error) in NOT_AS_EXPECTED or super().is_away(error)

    async def open(self) -> None:
        """Open the first `minsize` connections."""
        connections = [await self._writer.connect() for _ in range(self._open_at_start)]
        for connection in connections:
            await connection.close()

    async def close(self) -> None:
        """Close every connection; a server that does not answer is not waited for."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._writer.dispose()
                if self._driver:
                    await self._driver.close()
        except self.absences:
            if self._driver:
                self._driver.terminate()

    @asynccontextmanager
    async def turn(self, question_id: int) -> AsyncIterator[bool]:
        """Hold an advisory lock on a connection of its own, which ends with the process.

        A machine that loses its power says nothing, so the server asks; one that halts loses the
        turn when it should have been done long ago.
        """
        limits = {"server_settings": {**self._arguments["server_settings"], **_TURN}}
        async with self._available():
            connection = await self._connect(self._arguments | limits)
        try:
            yield bool(await connection.fetchval(_TAKE_TURN, question_id))
        finally:
            with suppress(*self.absences):
                await connection.close(timeout=CLOSE_SECONDS)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._transact(self._reader, work)

    async def _look_up(self, work: Callable[[Direct], T]) -> T:
        async with self._pooled(self._reader) as connection:
            driver = await _living(connection)
            return await greenlet_spawn(work, Direct(driver, self._reader.dialect))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._transact(self._writer, work)

    async def _connect(self, arguments: dict[str, Any]) -> asyncpg.Connection[Any]:
        await self._resolver.wait(CONNECT_SECONDS)
        connection: asyncpg.Connection[Any] = await asyncpg.connect(**arguments)
        return connection

    async def _require_writable(self) -> None:
        await self._write(lambda connection: connection.execute(_LOCK_NOTHING))

    async def _transact(self, engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
        async with self._pooled(engine) as connection, connection.begin():
            return await connection.run_sync(work)

    @asynccontextmanager
    async def _pooled(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """Lend a connection of the pool, which does not get it back if it failed."""
        async with engine.connect() as connection:
            try:
                yield connection
            except Exception as error:
                if self.is_away(error):
                    await connection.invalidate()
                raise

    async def _rebuild(self, work: Callable[[Connection], T]) -> T:
        return await self._write(work)

    async def _write_directly(self, work: Callable[[Direct], T]) -> T:
        return await self._drive(work, lambda driver: driver.transaction())

    async def _write_at_once(self, work: Callable[[Direct], T]) -> T:
        return await self._drive(work, lambda _driver: nullcontext())

    async def _drive(
        self,
        work: Callable[[Direct], T],
        transaction: Callable[[asyncpg.Connection[Any]], AbstractAsyncContextManager[object]],
    ) -> T:
        async with self._turn:
            driver = self._driver
            if driver is None or driver.is_closed():
                driver = await self._connect(self._for_ballots)
            self._driver = None
            try:
                async with transaction(driver):
                    result = await greenlet_spawn(work, Direct(driver, self._writer.dialect))
            except BaseException:
                driver.terminate()  # at once: what it was doing, and whether it answers, is unknown
                raise
            self._driver = driver
            return result

    async def _listen(self, hear: Hear) -> None:
        own: dict[str, Any] = {
            "command_timeout": CONNECT_SECONDS,
            "server_settings": {"application_name": LISTENER},
        }
        connection = await self._connect(self._arguments | own)
        is_lost = asyncio.Event()
        connection.add_termination_listener(lambda _connection: is_lost.set())

        def told(_connection: object, _pid: int, _channel: str, payload: object) -> None:
            hear(changes.read(str(payload)))

        try:
            await connection.add_listener(changes.CHANNEL, told)
            hear(None)  # what was announced before this moment went unheard
            seen = await connection.fetchval(_TABLES)
            # A line that was cut says nothing by itself, nor does a backup that is brought back.
            while not await _happens(is_lost, within=ALIVE_SECONDS):
                found = await connection.fetchval(_TABLES)
                if found != seen:
                    hear(None)
                seen = found
            raise ConnectionResetError("The connection that listens was closed.")
        finally:
            with suppress(*self.absences):
                await connection.close(timeout=CLOSE_SECONDS)


def sqlstate(error: BaseException) -> str | None:
    """Return PostgreSQL's code of an error; None if it is not PostgreSQL's."""
    code = getattr(origin(error), "sqlstate", None)
    return code if isinstance(code, str) else None


def _renew_pool(context: ExceptionContext) -> None:
    """Let SQLAlchemy throw away every pooled connection that is as old as one that is no good.

    It knows of connections that were closed, but not of those that lead to a server that is
    stopping, or is not the primary, or was not when they were opened.
    """
    code = sqlstate(context.original_exception)
    if code in NO_GOOD or (code or "").startswith(_CONNECTION_CLASS):
        context.is_disconnect = True


async def _living(connection: AsyncConnection) -> Any:
    """Return the driver's connection; those that were closed in the pool are replaced.

    SQLAlchemy hears of that from its own statements only, and would hand them out for ever.
    """
    while True:
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is not None and not driver.is_closed():
            return driver
        await connection.invalidate()


async def _happens(event: asyncio.Event, within: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), within)
    return event.is_set()


def _encryption(settings: PostgresSettings) -> str:
    """Return what is asked for of TLS, in the one form in which asyncpg takes all of it."""
    names = ("sslmode", "sslrootcert", "sslcert", "sslkey")
    given = {name: str(text) for name in names if (text := getattr(settings, name))}
    return f"postgresql://?{urlencode(given)}"


def _limits(seconds: float | None) -> dict[str, str]:
    """Let PostgreSQL give up a transaction when we have: we may not be there to say so.

    A machine that loses its power, or a process that is halted, in the middle of a batch would
    keep its question locked until TCP notices: two hours.
    """
    if seconds is None:
        return {}
    limit = f"{seconds * 1000:.0f}ms"
    return {"idle_in_transaction_session_timeout": limit, "statement_timeout": limit}
