"""The locks beside a SQLite file: one server, one writing process and one long work at a time."""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

from polls.domain.errors import Absence, UnavailableError
from polls.domain.start_errors import LockNotOpenedError, ServedAlreadyError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

WAIT_SECONDS = 2
ATTEMPTS = 200


class FileLock:
    """An advisory lock on a file that stays open (flock(2)); the kernel frees it with the process.

    Taking and giving it back costs a system call each, which a batch of votes can afford; a
    library that opens and closes the file every time costs thirty times as much.

    A file that root makes is the database owner's, as the log is that SQLite makes: otherwise one
    command of an administrator would lock the server out.

    Raises:
        StartError: the file cannot be opened.
    """

    def __init__(self, path: str, database: Path) -> None:
        try:
            self._file = _opened(path, database)
        except OSError as error:
            raise LockNotOpenedError(path, error.strerror or str(error)) from None

    def take(self) -> bool:
        """Take the lock unless another process has it; say whether it is ours now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_back(self) -> None:
        """Let others have it."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file, which gives the lock back."""
        os.close(self._file)


def _opened(path: str, database: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        made = os.open(path, flags | os.O_EXCL, 0o600)
    except FileExistsError:  # perhaps a link of another user's, to a file that is not to be given
        return os.open(path, flags, 0o600)
    if os.geteuid() == 0:
        with suppress(OSError):  # it can be used all the same
            found = database.stat()
            os.fchown(made, found.st_uid, found.st_gid)
    return made


class WriteLock(FileLock):
    """Keeps other processes from writing or checkpointing a database file.

    SQLite 3.7.0 to 3.51.2 can, rarely, damage a file when two connections write and checkpoint
    at the same moment; SQLite's own lock lets a checkpoint run beside a write, this one does not.
    """

    def __init__(self, database: Path) -> None:
        super().__init__(f"{database}.write.lock", database)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the lock for a block.

        Raises:
            UnavailableError: another process held it for `WAIT_SECONDS`.
        """
        for _ in range(ATTEMPTS):
            if self.take():
                break
            await asyncio.sleep(WAIT_SECONDS / ATTEMPTS)
        else:
            raise UnavailableError(Absence.ANOTHER_WRITER)
        try:
            yield
        finally:
            self.give_back()


@contextmanager
def turn_lock(database: Path) -> Iterator[bool]:
    """Hold the lock of long work unless another process has it; yields whether it is ours.

    Raises:
        StartError: the file cannot be opened.
    """
    lock = FileLock(f"{database}.turn.lock", database)
    try:
        yield lock.take()
    finally:
        lock.close()


@contextmanager
def server_lock(database: Path) -> Iterator[None]:
    """Hold the lock that says “this file is being served”.

    Raises:
        StartError: another process holds it.
    """
    lock = FileLock(f"{database.resolve()}.server.lock", database)
    try:
        if not lock.take():
            raise ServedAlreadyError(database)
        yield
    finally:
        lock.close()
