"""Runs Alembic on the application's own connections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from polls.domain.errors import StartError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.database import Database

_ONE_AT_A_TIME = 0x706F6C6C73
"""Key of PostgreSQL's advisory lock around a migration: “polls” in ASCII."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a database stands, and where this version of the program wants it."""

    found: str | None
    wanted: str

    @property
    def is_none(self) -> bool:
        """Whether the tables are those that this version knows."""
        return self.found == self.wanted


async def compare(database: Database) -> Difference:
    """Read the revision of the tables.

    Raises:
        StartError: it is one that this version does not know.
    """
    difference = Difference(await database.read(_revision), _head())
    if difference.found is not None and not _is_known(difference.found):
        raise StartError(
            f"The database was made by a newer version of Polls (revision {difference.found}; "
            f"this version knows {difference.wanted}). Install that version to use it.",
        )
    return difference


async def require_current(database: Database) -> None:
    """Make sure that the tables are those that this version knows.

    Raises:
        StartError: they are not.
    """
    difference = await compare(database)
    if difference.is_none:
        return
    raise StartError(
        f"The database is at revision {difference.found or 'none'}, this version needs "
        f"{difference.wanted}. Run “polls migrate” first.",
    )


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to `revision`, in one transaction; `base` takes them all away."""
    await database.write(_migrate, revision)


def print_sql(dialect: str, output: TextIO) -> None:
    """Print the statements that make the tables, for a person to run."""
    config = _config()
    config.output_buffer = output
    config.attributes["dialect"] = dialect
    command.upgrade(config, "head", sql=True)


def _migrate(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        # Give up rather than make voters queue behind a lock that this waits for.
        connection.execute(text("SET LOCAL lock_timeout = '3s'"))
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(lock, {"key": _ONE_AT_A_TIME})
    config = _config()
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("no migrations are installed")
    return head


def _is_known(revision: str) -> bool:
    script = ScriptDirectory.from_config(_config())
    return any(known.revision == revision for known in script.walk_revisions())
