"""Backups of the embedded database: a file with all of it, and that file put in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from polls.db.engines import copies, files
from polls.db.engines.locks import WriteLock, server_lock
from polls.domain.backup_errors import (
    DamagedDatabaseError,
    Direction,
    FileUse,
    NotCopiedError,
    ServersOwnBackupError,
    UnfitFileError,
)
from polls.domain.start_errors import ForeignTablesError, NoDatabaseError
from polls.services.results import recounts
from polls.services.running import databases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polls.settings import Settings

    Report = Callable[[int, int], object]


class Checked(NamedTuple):
    """What stands in a copy whose counters were compared with its ballots."""

    questions: int
    ballots: int
    wrong: int
    """Questions that have a counter which its ballots contradict."""


class Backup(NamedTuple):
    """A copy that SQLite finds whole."""

    bytes: int
    revision: str
    """That its tables are at."""
    checked: Checked | None
    """None: the tables are an older version's, whose counters this one does not know."""


class BroughtBack(NamedTuple):
    """What was brought back, and where that is kept which was there before."""

    backup: Backup
    kept: Path | None


async def write(settings: Settings, target: Path, report: Report) -> Backup:
    """Save the database in a file, readable by its owner alone, while a server may work with it.

    The file gets its name when it is whole and checked; one that was there is replaced then.

    Args:
        settings: the whole configuration.
        target: the file.
        report: called with how many pages are copied, and with how many there are.

    Raises:
        BackupError: it is not SQLite's, the file cannot be made, or the copy is damaged.
        StartError: the database is not there, or is not ours.
    """
    path = _embedded(settings, Direction.SAVE)
    _require_fit(target, path, must_exist=False)
    if (await databases.compare(settings)).found is None:
        raise NoDatabaseError(path)
    with _copied(path, target, report) as copy:
        backup = await _check(settings, copy, path)
        with _explained(path, target):
            _put(copy, target)
    return backup


async def restore(settings: Settings, source: Path, report: Report) -> BroughtBack:
    """Put a backup in the place of the database, which no server may be using.

    What was there is kept beside it under another name.

    Args:
        settings: the whole configuration.
        source: the file that `write` made, or another copy of a database of ours.
        report: as for `write`.

    Raises:
        BackupError: it is not SQLite's, or the file is damaged or no backup.
        StartError: a server is using the database, or the file is a newer version's.
    """
    path = _embedded(settings, Direction.RESTORE).resolve()
    _require_fit(source, path, must_exist=True)
    files.make_folder(path.parent)
    files.check(path)
    with server_lock(path), _copied(source, path, report) as copy:
        backup = await _check(settings, copy, source)
        lock = WriteLock(path)
        try:
            async with lock.held():
                with _explained(source, path):
                    kept = _set_aside(path)
                    _put(copy, path)
        finally:
            lock.close()
    return BroughtBack(backup, kept)


def _embedded(settings: Settings, direction: Direction) -> Path:
    """Return the path of the database file."""
    if settings.postgres is None:
        return settings.sqlite.path
    server = settings.postgres
    raise ServersOwnBackupError(
        direction, str(server.host), server.port, server.user, server.database
    )


def _require_fit(path: Path, database: Path, *, must_exist: bool) -> None:
    """Make sure that a path is a file, or may become one, and nobody's database."""
    if path.is_dir():
        raise UnfitFileError(path, FileUse.FOLDER)
    if not path.exists():
        if must_exist:
            raise UnfitFileError(path, FileUse.MISSING)
        return
    if not path.is_file():
        raise UnfitFileError(path, FileUse.NO_FILE)
    if database.exists() and path.samefile(database):
        raise UnfitFileError(path, FileUse.DATABASE)
    if any(Path(f"{path.resolve()}{end}").exists() for end in files.LOCKS):
        raise UnfitFileError(path, FileUse.IN_USE)


@contextmanager
def _copied(source: Path, target: Path, report: Report) -> Iterator[Path]:
    """Copy a database into a folder beside what it shall become, which is removed at the end."""
    with _explained(source, target):
        folder = TemporaryDirectory(prefix=f".{target.name}.", dir=target.absolute().parent)
    with folder as name:
        copy = Path(name, target.name)
        with _explained(source, target):
            copies.copy(source, copy, report)
            copy.chmod(0o600)
        if (fault := copies.fault(copy)) is not None:
            raise DamagedDatabaseError(source, fault)
        yield copy


@contextmanager
def _explained(source: Path, target: Path) -> Iterator[None]:
    """Say of which copy it is that something went wrong."""
    try:
        yield
    except OSError as error:
        raise NotCopiedError(source, target, error.strerror or str(error)) from None
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorname", ""):
            case "SQLITE_NOTADB":
                raise UnfitFileError(source, FileUse.NO_BACKUP) from None
            case name if name.startswith("SQLITE_CORRUPT"):
                raise DamagedDatabaseError(source, str(error)) from None
        raise NotCopiedError(source, target, str(error)) from None


async def _check(settings: Settings, copy: Path, source: Path) -> Backup:
    """Recount the questions of a copy."""
    embedded = settings.sqlite.model_copy(update={"path": copy})
    inside = settings.model_copy(update={"sqlite": embedded})
    try:
        difference = await databases.compare(inside)
    except ForeignTablesError:
        raise UnfitFileError(source, FileUse.NO_BACKUP) from None
    if difference.found is None:
        raise UnfitFileError(source, FileUse.NO_BACKUP)
    checked = None
    if difference.is_none:
        async with databases.opened(inside) as database:
            keys = await recounts.keys(database, None)
            found = [await recounts.of(database, key) for key in keys]
        checked = Checked(
            questions=len(found),
            ballots=sum(each.ballots for each in found),
            wrong=sum(bool(each.differences) for each in found),
        )
    return Backup(_size(copy), difference.found, checked)


def _size(path: Path) -> int:
    return path.stat().st_size


def _set_aside(path: Path) -> Path | None:
    """Give another name to the database that is there, and to the log that belongs to it.

    A log that stayed would be taken for that of the next file, and damage it. The database keeps
    its old name as well until the next file takes it, so that whoever is interrupted here finds a
    file with two names, which is opened by nobody, rather than votes without their log.
    """
    kept = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    is_there = path.exists()
    if is_there:
        kept.hardlink_to(path)
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{kept}{end}")
    return kept if is_there else None


def _put(copy: Path, target: Path) -> None:
    """Give a copy its name, for good; one that root puts belongs to whom the old one did."""
    folder = target.absolute().parent
    if os.geteuid() == 0:
        owner = (target if target.exists() else folder).stat()
        os.chown(copy, owner.st_uid, owner.st_gid)
    copy.replace(target)
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
