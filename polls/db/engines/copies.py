"""Copies of SQLite's files, as of one moment, while a server votes into them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = 1_000
"""That are copied between two reports, 4 MB."""

BUSY_SECONDS = 5


def copy(source: Path, target: Path, report: Callable[[int, int], object]) -> None:
    """Copy a database file with what its log holds, into one file that needs no log.

    It reads within one transaction, so it sees one moment, does not begin again when somebody
    votes, and holds nobody up; the log of the source grows meanwhile.

    Args:
        source: a database file, which is only read.
        target: the copy, which is synced to the disk.
        report: called with how many pages are copied, and with how many there are.

    Raises:
        sqlite3.Error: the one cannot be read, or the other not be written.
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as read,
        closing(sqlite3.connect(target, isolation_level=None)) as written,
    ):
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the transaction begins here
        read.backup(
            written,
            pages=PAGES,
            progress=lambda _status, left, total: report(total - left, total),
        )
        written.execute("PRAGMA journal_mode=DELETE")


def fault(path: Path) -> str | None:
    """Return the first contradiction between the pages of a database file; None if all is right."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else found
