"""Opening the database: prepared, checked, and closed again."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from polls import migrations
from polls.db.engine import connect
from polls.db.locks import hold_server_lock
from polls.domain.errors import StartError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from polls.db.engine import Database
    from polls.settings import Settings


@asynccontextmanager
async def prepared(settings: Settings) -> AsyncIterator[Database]:
    """Open the database as it is, whatever its tables are.

    Raises:
        StartError: it cannot be reached, or its folder not be made.
    """
    if settings.postgres is None:
        folder = settings.sqlite.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(f"The folder {folder} cannot be made: {error.strerror}.") from None
    database = connect(settings)
    try:
        with _reaching(settings):
            async with database.writing():
                pass
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened(settings: Settings, *, serving: bool = False) -> AsyncIterator[Database]:
    """Open the database with the tables that this version knows.

    The embedded database is brought up to date. A PostgreSQL server is its administrator's: its
    tables are changed by `polls migrate` only.

    Args:
        settings: the whole configuration.
        serving: whether to hold the embedded database as its one server.

    Raises:
        StartError: the database cannot be reached, is behind, or another process serves it.
    """
    async with prepared(settings) as database:
        if not database.is_sqlite:
            await migrations.require_current(database)
            yield database
            return
        if serving:
            with _served(settings):
                await _bring_up_to_date(database)
                yield database
            return
        if not (await migrations.compare(database)).is_none:
            with _served(settings):
                await _bring_up_to_date(database)
        yield database


async def migrate(settings: Settings) -> migrations.Difference:
    """Bring the tables up to date; return where they stood before.

    Raises:
        StartError: the database cannot be reached, or a server is using the embedded one.
    """
    async with prepared(settings) as database:
        difference = await migrations.compare(database)
        if difference.is_none:
            return difference
        if database.is_sqlite:
            with _served(settings):
                await _bring_up_to_date(database)
        else:
            await migrations.upgrade(database)
        return difference


async def compare(settings: Settings) -> migrations.Difference:
    """Say where the tables stand, and change nothing."""
    async with prepared(settings) as database:
        return await migrations.compare(database)


async def _bring_up_to_date(database: Database) -> None:
    if not (await migrations.compare(database)).is_none:
        await migrations.upgrade(database)
    await migrations.require_current(database)


@contextmanager
def _served(settings: Settings) -> Iterator[None]:
    lock = hold_server_lock(settings.sqlite.path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _reaching(settings: Settings) -> Iterator[None]:
    try:
        yield
    except UnavailableError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        if settings.postgres is None:
            place = f"The database file {settings.sqlite.path}"
        else:
            postgres = settings.postgres
            place = f"PostgreSQL at {postgres.host}:{postgres.port}, {postgres.database},"
        raise StartError(f"{place} cannot be opened: {reason}") from error
