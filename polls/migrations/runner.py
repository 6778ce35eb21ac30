"""Runs Alembic on the application's own connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from polls.migrations.revisions import FOLDER

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database

_ONE_AT_A_TIME = 0x706F6C6C73
"""Key of PostgreSQL's advisory lock around a migration: “polls” in ASCII."""


async def upgrade(database: Database, revision: str) -> None:
    """Do what `polls.migrations.upgrade` says."""
    await database.rebuild(_migrate, revision)


def print_sql(dialect: str, output: TextIO, found: str | None) -> None:
    """Do what `polls.migrations.print_sql` says."""
    config = _config()
    config.output_buffer = output
    config.attributes["dialect"] = dialect
    command.upgrade(config, f"{found}:head" if found else "head", sql=True)


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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config
