"""Opening the database: prepared, checked, and closed again."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from polls import migrations
from polls.db.engines import files
from polls.db.engines.database import SERVING_SECONDS, origin
from polls.db.engines.engine import connect
from polls.db.engines.locks import server_lock
from polls.domain.errors import UnavailableError
from polls.domain.start_errors import (
    DatabaseServer,
    ForeignTablesError,
    NoDatabaseError,
    Ownership,
    SchemaGrant,
    UnusableDatabaseError,
    Use,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database for a command, with the tables that this version knows.

    Whoever only lists questions does not expect that other programs cannot read them afterwards:
    the tables stay as they are.

    Raises:
        StartError: the database is not there, cannot be reached, or is behind.
    """
    if _is_missing(settings):
        raise NoDatabaseError(settings.sqlite.path)
    with _explained(settings):
        async with _reached(settings, seconds=None) as database:
            await migrations.require_current(database)
            yield database


@asynccontextmanager
async def prepared(settings: Settings) -> AsyncIterator[Database]:
    """Open the database to begin with it: the embedded one is made, or brought up to date.

    A PostgreSQL server is its administrator's: its tables are changed by `polls migrate` only.

    Raises:
        StartError: as `opened`, or another process serves the embedded one, which is behind.
    """
    if settings.postgres is None:
        await migrate(settings)
    async with opened(settings) as database:
        yield database


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Database]:
    """Open the database for a server: nobody waits long for it, and SQLite has one server.

    Raises:
        StartError: as `opened`.
    """
    with _sole_server(settings):
        if settings.postgres is None:
            await _upgrade(settings)  # first: what is no database of ours is left as it is
            files.close_to_others(settings.sqlite.path)
        async with _reached(settings, seconds=SERVING_SECONDS) as database:
            with _explained(settings):
                await migrations.require_current(database)
                await database.open()
            yield database


async def migrate(settings: Settings) -> migrations.Difference:
    """Bring the tables up to date; return where they stood before.

    Raises:
        StartError: the database cannot be reached, or a server is using the embedded one, and
            there is something to do.
    """
    difference = await compare(settings)
    if not difference.is_none:
        with _sole_server(settings):
            await _upgrade(settings)
    return difference


async def compare(settings: Settings) -> migrations.Difference:
    """Say where the tables stand, and change nothing.

    Raises:
        StartError: the database cannot be reached.
    """
    if _is_missing(settings):
        return migrations.Difference(None, migrations.HEAD)
    with _explained(settings):
        async with _reached(settings, seconds=None) as database:
            return await migrations.compare(database)


async def _upgrade(settings: Settings) -> None:
    with _explained(settings):
        async with _reached(settings, seconds=None) as database:
            if not (await migrations.compare(database)).is_none:
                await migrations.upgrade(database)


@asynccontextmanager
async def _reached(settings: Settings, seconds: float | None) -> AsyncIterator[Database]:
    """Open the database as it is, whichever of our tables it has."""
    if settings.postgres is None:
        files.make(settings.sqlite.path)
        files.check(settings.sqlite.path)
    database = connect(settings, seconds=seconds)
    try:
        with _explained(settings, Use.OPEN):
            if await migrations.is_foreign(database):
                raise ForeignTablesError(_place(settings))
            await migrations.compare(database)
        yield database
    finally:
        await database.close()


def _is_missing(settings: Settings) -> bool:
    """Tell whether the embedded database is wanted, and is plainly not there."""
    if settings.postgres is not None:
        return False
    try:
        return not settings.sqlite.path.exists()
    except OSError:  # its folder cannot be looked into, which is told when it is opened
        return False


def _place(settings: Settings) -> DatabaseServer | Path:
    if settings.postgres is None:
        return settings.sqlite.path
    postgres = settings.postgres
    return DatabaseServer(str(postgres.host), postgres.port, postgres.database)


@contextmanager
def _explained(settings: Settings, use: Use = Use.USE) -> Iterator[None]:
    """Say which database does not do its work, and why not, to whoever started the program."""
    try:
        yield
    except UnavailableError as error:
        if error.__cause__ is None:  # it says all there is to say
            raise
        reason = _reason(error)
        lack = _lack(settings, reason)
        raise UnusableDatabaseError(_place(settings), use, reason, lack) from error


def _reason(error: UnavailableError) -> str:
    """Return what the database or the system says, without a full stop."""
    cause = origin(error.__cause__ or error)
    text = (isinstance(cause, OSError) and cause.strerror) or str(cause).partition("\n")[0]
    return text.rstrip(".")


def _lack(settings: Settings, reason: str) -> SchemaGrant | Ownership | None:
    """Return what the role of PostgreSQL needs that the program connects as, if that is it."""
    if settings.postgres is None or "permission denied" not in reason:
        return None
    if "permission denied for schema" in reason:
        return SchemaGrant(reason.rpartition(" ")[2], settings.postgres.user)
    return Ownership.OF_TABLES


@contextmanager
def _sole_server(settings: Settings) -> Iterator[None]:
    """Hold the embedded database against other servers; PostgreSQL takes many."""
    if settings.postgres is not None:
        yield
        return
    files.make(settings.sqlite.path)
    files.check(settings.sqlite.path)
    with server_lock(settings.sqlite.path):
        yield
