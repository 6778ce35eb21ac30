"""Where a database stands in the history of the tables. Alembic is not needed to tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, inspect, select

from polls.domain.start_errors import NewerTablesError, OlderTablesError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database

FOLDER = Path(__file__).parent
KNOWN = tuple(sorted(path.stem.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py")))
"""The revisions of this version, oldest first: the file of each begins with its number."""

HEAD = KNOWN[-1]

_OLDEST = "question"
"""A table that there has been since the first revision."""

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a database stands, and where this version of the program wants it."""

    found: str | None
    wanted: str

    @property
    def is_none(self) -> bool:
        """Whether the tables are those that this version knows."""
        return self.found == self.wanted


async def is_foreign(database: Database) -> bool:
    """Tell whether a database is another program's, which our tables would be mixed up with.

    A file of SQLite is one program's. A schema of PostgreSQL may be shared by several, but for
    the table in which Alembic keeps the revision.
    """
    return await database.read(_is_foreign)


async def compare(database: Database) -> Difference:
    """Read the revision of the tables.

    Raises:
        StartError: it is one that this version does not know.
    """
    difference = Difference(await database.read(_revision), HEAD)
    if difference.found is not None and difference.found not in KNOWN:
        raise NewerTablesError(difference.found, difference.wanted)
    return difference


async def require_current(database: Database) -> None:
    """Make sure that the tables are those that this version knows.

    Raises:
        StartError: they are not.
    """
    difference = await compare(database)
    if not difference.is_none:
        raise OlderTablesError(difference.found, difference.wanted)


def _is_foreign(connection: Connection) -> bool:
    names = set(inspect(connection).get_table_names())
    if _VERSION.name in names:
        return _OLDEST not in names and _revision(connection) is not None
    return connection.dialect.name == "sqlite" and bool(names)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar()
