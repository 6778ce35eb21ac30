"""Which format a file is in, by its name or its beginning, and reading it."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from polls.formats import abif, blt, cvotes, preflib, tables
from polls.formats.elections import MARKS, RANKING, SCORES
from polls.formats.errors import FormatError
from polls.formats.problems.files import (
    Device,
    EmptyFile,
    Folder,
    NoKnownEnding,
    NoSuchFormat,
    NotRead,
    TooManyBytes,
)
from polls.formats.reading.encodings import decoded
from polls.formats.reading.limits import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polls.formats.elections import Election

_END_OF_OLD_FILES = "\x1a"
"""MS-DOS ended texts with it."""

READERS: dict[str, Callable[[str], Election]] = {
    "blt": blt.read,
    "cvotes": cvotes.read,
    "abif": abif.read,
    "soc": preflib.read,
    "soi": preflib.read,
    "toc": preflib.read,
    "toi": preflib.read,
    "preflib": preflib.read,
    "scores.csv": tables.read_scores,
    "marks.csv": tables.read_marks,
    "csv": tables.read,
}
"""By the ending of the file's name, longer endings first."""


class ElectionFormat(NamedTuple):
    """What writes an election in one format."""

    title: str
    ballots: frozenset[str]
    """What a selection may be: `marks`, `ranking`, `scores`."""
    write: Callable[[Election], str]
    ending: Callable[[Election], str] | None = None
    """How a file's name ends, where what is in it decides that."""


WRITERS = {
    "blt": ElectionFormat("BLT", frozenset({RANKING}), blt.write),
    "cvotes": ElectionFormat("CVOTES", frozenset({RANKING}), cvotes.write),
    "preflib": ElectionFormat("PrefLib", frozenset({RANKING}), preflib.write, preflib.data_type),
    "abif": ElectionFormat("ABIF", frozenset({RANKING, SCORES}), abif.write),
    "grouped.csv": ElectionFormat("grouped CSV", frozenset({MARKS, RANKING, SCORES}), tables.write),
}
"""By what an address or a name ends with; `read` takes files with these names."""


def read(path: Path, format_: str | None = None) -> Election:
    """Read an election from a file.

    The bytes are UTF-8, or UTF-16 if they say so, as spreadsheets do, or else Windows-1252.

    Raises:
        FormatError: it cannot be read, or is not what its format says.
        InvalidListError: it is no text.
    """
    try:
        if path.is_dir():
            raise FormatError(Folder(path))
        reader = _reader(path, format_)
        text = decoded(_content(path))
    except OSError as error:
        raise FormatError(NotRead(path, error.strerror or str(error))) from None
    plain = text.text.removesuffix(_END_OF_OLD_FILES)
    if not plain.strip():
        raise FormatError(EmptyFile(path))
    return replace(reader(plain), is_guess=text.is_guess)


def _reader(path: Path, format_: str | None) -> Callable[[str], Election]:
    if format_ is not None:
        if format_.lower() not in READERS:
            raise FormatError(NoSuchFormat(format_, tuple(READERS)))
        return READERS[format_.lower()]
    for ending, reader in READERS.items():
        if path.name.lower().endswith(f".{ending}"):
            return reader
    raise FormatError(NoKnownEnding(path, tuple(READERS)))


def _content(path: Path) -> bytes:
    """Return the bytes of a file, or of a pipe that somebody writes into."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
        raise FormatError(Device(path))
    # Usually, to open a pipe is to wait for somebody to write. So it is found empty instead.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    os.set_blocking(number, True)
    with open(number, "rb") as file:  # noqa: PTH123 - it is open already
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FormatError(TooManyBytes(path, MAX_BYTES))
    return content
