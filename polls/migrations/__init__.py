"""The history of the tables, and the ways to bring a database up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from polls.migrations.revisions import (
    HEAD,
    KNOWN,
    Difference,
    compare,
    is_foreign,
    require_current,
)

if TYPE_CHECKING:
    from polls.db.engines.database import Database

__all__ = [
    "HEAD",
    "KNOWN",
    "Difference",
    "compare",
    "is_foreign",
    "print_sql",
    "require_current",
    "upgrade",
]

# Alembic takes as long to import as all the rest, and most starts have nothing to migrate.
# ruff: noqa: PLC0415


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to `revision`, in one transaction; `base` takes them all away."""
    from polls.migrations import runner

    await runner.upgrade(database, revision)


def print_sql(dialect: str, output: TextIO, found: str | None = None) -> None:
    """Print the statements that bring the tables up to date, for a person to run.

    Args:
        dialect: `sqlite` or `postgresql`.
        output: where to.
        found: the revision that the tables are at; None: there are none.
    """
    from polls.migrations import runner

    runner.print_sql(dialect, output, found)
