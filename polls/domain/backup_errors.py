"""Why a database cannot be saved in a file, or brought back from one, for the site's operator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from polls.domain.errors import PollsError

if TYPE_CHECKING:
    from pathlib import Path


class BackupError(PollsError):
    """The database cannot be saved in a file, or not be brought back from one."""


class Direction(Enum):
    """Which way a copy of the database goes."""

    SAVE = auto()
    RESTORE = auto()


@dataclass(eq=False)
class ServersOwnBackupError(BackupError):
    """The database is PostgreSQL's, whose own programs save it and bring it back."""

    direction: Direction
    host: str
    port: int
    user: str
    database: str


class FileUse(Enum):
    """Why a path cannot be the file of a backup."""

    MISSING = auto()
    FOLDER = auto()
    NO_FILE = auto()  # a device or a pipe
    DATABASE = auto()  # of this site
    IN_USE = auto()  # as the database of another site
    NO_BACKUP = auto()  # a database without our tables


@dataclass(eq=False)
class UnfitFileError(BackupError):
    """What was named is not, or cannot become, the file of a backup."""

    path: Path
    use: FileUse


@dataclass(eq=False)
class NotCopiedError(BackupError):
    """A database file cannot be copied."""

    source: Path
    target: Path
    reason: str
    """As the database or the system says it, without a full stop."""


@dataclass(eq=False)
class DamagedDatabaseError(BackupError):
    """The pages of a database file contradict each other."""

    path: Path
    reason: str
    """The first contradiction, as SQLite says it."""
