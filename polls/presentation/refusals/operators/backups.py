"""Sentences about why a database is not saved or brought back, with what its operator can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain import backup_errors as errors
from polls.domain.backup_errors import Direction, FileUse
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from pathlib import Path


def sentence(error: errors.BackupError) -> str | None:
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.ServersOwnBackupError():
            return _servers_own(error)
        case errors.UnfitFileError(path, use):
            return _unfit(path, use)
        case errors.NotCopiedError(source, target, reason):
            return gettext(
                "%(source)s cannot be copied to %(target)s: %(reason)s.",
                source=source,
                target=target,
                reason=reason,
            )
        case errors.DamagedDatabaseError(path, reason):
            return gettext(
                "%(path)s is damaged: %(reason)s. Nothing was changed. If there is an older "
                "backup, bring that one back with “polls restore”; “sqlite3 %(path)s .recover” "
                "shows what can still be read.",
                path=path,
                reason=reason,
            )
        case _:
            return None


def _servers_own(error: errors.ServersOwnBackupError) -> str:
    server = {
        "host": error.host,
        "port": error.port,
        "user": error.user,
        "database": error.database,
    }
    match error.direction:
        case Direction.SAVE:
            return gettext(
                "This site keeps its data in PostgreSQL. Save it with:\n"
                "pg_dump --format=custom --host=%(host)s --port=%(port)s --username=%(user)s "
                "--file=polls.dump %(database)s",
                **server,
            )
        case Direction.RESTORE:
            return gettext(
                "This site keeps its data in PostgreSQL. Stop every server, then bring back what "
                "pg_dump has saved with:\n"
                "pg_restore --clean --if-exists --single-transaction --host=%(host)s "
                "--port=%(port)s --username=%(user)s --dbname=%(database)s polls.dump",
                **server,
            )
        case other:
            assert_never(other)


def _unfit(path: Path, use: FileUse) -> str:
    match use:
        case FileUse.MISSING:
            return gettext("There is no file %(path)s.", path=path)
        case FileUse.FOLDER:
            return gettext(
                "%(path)s is a folder. Name a file, such as %(file)s.",
                path=path,
                file=path / "polls-backup.db",
            )
        case FileUse.NO_FILE:
            return gettext(
                "%(path)s is a device or a pipe, which cannot hold a database. Name a file.",
                path=path,
            )
        case FileUse.DATABASE:
            return gettext(
                "%(path)s is the database of this site. Name another file for the backup.",
                path=path,
            )
        case FileUse.IN_USE:
            return gettext(
                "%(path)s is, or was, the database of a site: its locks lie beside it. Name "
                "another file for the backup, or set sqlite.path to this one.",
                path=path,
            )
        case FileUse.NO_BACKUP:
            return gettext(
                "%(path)s is no backup of Polls: it does not have its tables. Name a file that "
                "“polls backup” wrote.",
                path=path,
            )
        case other:
            assert_never(other)
