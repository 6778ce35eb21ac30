"""What can be wrong with a file before anything in it is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Folder(NamedTuple):
    """A folder in the place of a file."""

    path: Path


class Device(NamedTuple):
    """A device in the place of a file."""

    path: Path


class NotRead(NamedTuple):
    """The system does not let the file be read."""

    path: Path
    reason: str
    """As the system says it."""


class EmptyFile(NamedTuple):
    """Nothing to see in the file."""

    path: Path


class TooManyBytes(NamedTuple):
    """More bytes than are read."""

    path: Path
    most: int


class NoSuchFormat(NamedTuple):
    """A format that nobody reads here."""

    given: str
    known: Sequence[str]


class NoKnownEnding(NamedTuple):
    """A name that does not tell the format."""

    path: Path
    known: Sequence[str]


FileProblem: TypeAlias = (
    Folder | Device | NotRead | EmptyFile | TooManyBytes | NoSuchFormat | NoKnownEnding
)
