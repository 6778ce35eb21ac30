"""Why the program cannot start, for its operator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.errors import PollsError

if TYPE_CHECKING:
    from pathlib import Path


class StartError(PollsError):
    """The program cannot start."""


@dataclass(eq=False)
class NoDatabaseError(StartError):
    """There is no database file, and nobody asked for a new one."""

    path: Path


class DatabaseServer(NamedTuple):
    """Where a database is served."""

    host: str
    port: int
    database: str


class Use(Enum):
    """What a database is wanted for."""

    OPEN = auto()
    USE = auto()


class SchemaGrant(NamedTuple):
    """What the role lacks that the program connects as."""

    schema: str
    role: str


class Ownership(Enum):
    """What the role lacks, where it can have it by no grant."""

    OF_TABLES = auto()


@dataclass(eq=False)
class UnusableDatabaseError(StartError):
    """The database does not do its work."""

    place: DatabaseServer | Path
    use: Use
    reason: str
    """As the database or the system says it, without a full stop; empty: it does not answer."""
    lack: SchemaGrant | Ownership | None
    """What the role needs that the program connects as, if that is the reason."""


@dataclass(eq=False)
class ForeignTablesError(StartError):
    """The database is another program's."""

    place: DatabaseServer | Path


@dataclass(eq=False)
class NewerTablesError(StartError):
    """The tables are those of a newer version."""

    found: str
    wanted: str
    """The revision that this version knows."""


@dataclass(eq=False)
class OlderTablesError(StartError):
    """The tables are those of an older version, or there are none."""

    found: str | None
    wanted: str


@dataclass(eq=False)
class NotMadeError(StartError):
    """The database file, or its folder, cannot be made."""

    path: Path
    is_folder: bool
    reason: str


@dataclass(eq=False)
class NotPermittedError(StartError):
    """The user who runs the program may not read the database file, or not look for it."""

    path: Path
    reason: str


@dataclass(eq=False)
class FolderAsDatabaseError(StartError):
    """There is a folder where the database file should be."""

    path: Path
    instead: Path


@dataclass(eq=False)
class DeviceAsDatabaseError(StartError):
    """There is a device or a pipe where the database file should be."""

    path: Path


@dataclass(eq=False)
class SeveralNamesError(StartError):
    """The database file has several names, of which each would have a log of its own."""

    path: Path
    names: int


@dataclass(eq=False)
class LockNotOpenedError(StartError):
    """A lock beside the database file cannot be opened."""

    path: str
    reason: str


@dataclass(eq=False)
class ServedAlreadyError(StartError):
    """Another process serves the database file."""

    path: Path


@dataclass(eq=False)
class MetricsNotServedError(StartError):
    """The port for metrics cannot be listened to."""

    host: str
    port: int
    reason: str


@dataclass(eq=False)
class MetricsPortsError(StartError):
    """The ports for the metrics of several processes are not all free."""

    workers: int
    first: int
    last: int
    pages: int
    """The port of the pages."""


@dataclass(eq=False)
class SeveralProcessesError(StartError):
    """Several processes are to serve a database file."""

    workers: int
    path: Path


class KeyFileFault(Enum):
    """What is wrong with the file of signing keys."""

    UNREADABLE = auto()
    UNWRITABLE = auto()
    OPEN_TO_OTHERS = auto()
    MALFORMED = auto()


@dataclass(eq=False)
class KeyFileError(StartError):
    """The file of signing keys cannot be used."""

    path: Path
    fault: KeyFileFault
    reason: str = ""


@dataclass(eq=False)
class KeyNotHereError(StartError):
    """The private key of the site is not where it is looked for."""

    path: Path | None
    """The file; None: the database."""
    key: str
    """The verifier key."""
