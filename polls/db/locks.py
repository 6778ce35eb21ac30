"""The two locks beside a SQLite file: one server at a time, one writing process at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from polls.domain.errors import StartError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_SECONDS = 2
_POLL_SECONDS = 0.01


def hold_server_lock(database: Path) -> FileLock:
    """Take the lock that says “this file is being served”; the kernel frees it with the process.

    Raises:
        StartError: another process holds it.
    """
    lock = FileLock(f"{database}.server.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise StartError(
            f"Another Polls server is using {database}. An SQLite file serves one process: "
            "stop the other one, name another file under sqlite.path, or use PostgreSQL.",
        ) from None
    return lock


@contextmanager
def write_lock(database: Path) -> Iterator[None]:
    """Keep other processes from writing or checkpointing the file.

    SQLite 3.7.0 to 3.51.2 can, rarely, damage a file when two connections write and checkpoint
    at the same moment; SQLite's own lock lets a checkpoint run beside a write, this one does not.

    Raises:
        UnavailableError: another process held it for `WAIT_SECONDS`.
    """
    lock = FileLock(f"{database}.write.lock", timeout=WAIT_SECONDS, poll_interval=_POLL_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise UnavailableError("Another program is writing to the database.") from None
    try:
        yield
    finally:
        lock.release()
