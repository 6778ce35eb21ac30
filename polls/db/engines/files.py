"""SQLite's files on the disk: made for their owner alone, and known again by device and inode."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import structlog

from polls.domain.errors import Absence, UnavailableError
from polls.domain.start_errors import (
    DeviceAsDatabaseError,
    FolderAsDatabaseError,
    NotMadeError,
    NotPermittedError,
    SeveralNamesError,
)

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.get_logger()

LOCKS = (".write.lock", ".server.lock")
_BESIDE = ("-wal", "-shm", *LOCKS)
"""What lies beside a database file: SQLite's log and its index, which get the modes of the file,
and our locks."""


class Files:
    """The files of an open database: whether its path still leads to what was opened.

    SQLite goes on with a file that was deleted or replaced, and whatever it commits there is lost;
    with a log that was deleted as well.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._log = f"{path}-wal"
        self._index = f"{path}-shm"
        self._database: tuple[int, int] | None = None
        self._beside: tuple[tuple[int, int] | None, tuple[int, int] | None] | None = None
        self._is_another = False

    def opened(self) -> None:
        """Remember which file a connection was opened to.

        Raises:
            UnavailableError: it is another file than that of an earlier connection.
        """
        if self._database is None:
            self._database = _identity(self._path)
        self._note(is_same=_identity(self._path) == self._database)

    def opened_log(self) -> None:
        """Remember which log the writing connection has opened."""
        self._beside = _identity(self._log), _identity(self._index)

    def require(self) -> None:
        """Make sure that the last check found the file that was opened. Takes no time.

        Raises:
            UnavailableError: it did not.
        """
        if self._is_another:
            raise UnavailableError(Absence.DATABASE_REPLACED)

    def check(self) -> None:
        """Look whether the path leads to the file that was opened, and its log to its log.

        Takes two system calls, for each commit.

        Raises:
            UnavailableError: one of them is another file, or there is none.
        """
        is_same = _identity(self._path) == self._database
        if self._beside:
            is_same = is_same and _identity(self._log) == self._beside[0]
        self._note(is_same=is_same)

    def check_all(self) -> None:
        """Do what `check` does, and look at the index of the log as well.

        Raises:
            UnavailableError: as `check`.
        """
        found = _identity(self._log), _identity(self._index)
        is_same = _identity(self._path) == self._database
        self._note(is_same=is_same and self._beside in {None, found})

    def _note(self, *, is_same: bool) -> None:
        if is_same and self._is_another:
            log.warning("database_file_is_back", path=self._path)
        if not is_same and not self._is_another:
            log.error("database_file_replaced", path=self._path, next_step=_NEXT_STEP)
        self._is_another = not is_same
        self.require()


_NEXT_STEP = "The server no longer reads or writes the old file. Restart the server."


def make(path: Path) -> None:
    """Make the file, and its folder, for their owner alone, unless they are there.

    Raises:
        StartError: they cannot be made, or not be looked for.
    """
    make_folder(path.parent)
    try:
        if not _exists(path):  # one that is open must not be opened and closed: SQLite's locks go
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise NotMadeError(path, is_folder=False, reason=error.strerror or str(error)) from None


def make_folder(path: Path) -> None:
    """Make the folder of a database for its owner alone, unless it is there.

    Raises:
        StartError: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotMadeError(path, is_folder=True, reason=error.strerror or str(error)) from None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        raise NotPermittedError(path, error.strerror or str(error)) from None


def check(path: Path) -> None:
    """Make sure that a database file is a file, may be read, and has one name.

    Raises:
        StartError: it is a folder, a device or a pipe, may not be read, or has several names.
    """
    try:
        found = path.stat()
    except OSError:
        return  # who opens it says why it cannot be
    if stat.S_ISDIR(found.st_mode):
        raise FolderAsDatabaseError(path, path / "polls.db")
    if not stat.S_ISREG(found.st_mode):
        raise DeviceAsDatabaseError(path)
    if not os.access(path, os.R_OK):
        raise NotPermittedError(path, os.strerror(errno.EACCES))
    names = found.st_nlink
    if names > 1:
        raise SeveralNamesError(path, names)


def close_to_others(path: Path) -> None:
    """Take from others what an older version gave to all: reading votes, names and keys.

    A group may be there on purpose, for backups; it keeps what it may.
    """
    closed = [each for each in (str(path), *(f"{path}{end}" for end in _BESIDE)) if _close(each)]
    if closed:
        log.warning("database_files_closed_to_others", files=closed)


def _close(path: str) -> bool:
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116 - as below
        if not mode & stat.S_IRWXO:
            return False
        os.chmod(path, mode & ~stat.S_IRWXO)  # noqa: PTH101 - no path to be made of it
    except FileNotFoundError:
        return False
    except OSError as error:
        log.warning("database_file_open_to_others", path=path, reason=error.strerror)
        return False
    return True


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - a third of what a Path takes, for each batch
    except OSError:
        return None
    return found.st_dev, found.st_ino
