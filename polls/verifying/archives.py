"""The files of a `record.zip`, read within the bounds that its format has."""

from __future__ import annotations

import errno
import zlib
from contextlib import contextmanager
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from polls.domain.records.notes import LONGEST
from polls.formats.record_files import CHECKPOINT, KEY, LEAVES, MANIFEST, README, RESULT
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

LONGEST_LINE = 100_000
"""Bytes of a ballot."""
LONGEST_END = 100_000_000
"""Bytes of the first line and of the last one."""
MOST_BALLOTS = 10_000_000

_CHUNK = 1 << 20
_ENCRYPTED = 1
_TOO_LONG = f"This is not a record: a line of {LEAVES} is too long."
_DAMAGE = (
    "This is not a record, or it is damaged: it is not a ZIP file that can be read."
    " Download it again."
)
_ENDLESS = 1 << 62
"""Bytes: so that an entry is read to its real end, whatever size it says that it has."""
_BOUNDS = {
    README: LONGEST,
    CHECKPOINT: LONGEST,
    KEY: LONGEST,
    MANIFEST: LONGEST_END + 1,
    RESULT: LONGEST_END + 1,
}
_DAMAGED = (
    BadZipFile,
    NotImplementedError,  # a part of the format that Python does not know
    RuntimeError,  # encrypted
    EOFError,
    ValueError,
    OverflowError,
    zlib.error,
)


class Lines:
    """The lines of the leaves without their ends: the first, then the ballots, then the last.

    Raises:
        NotARecordError: one is too long, there are too many, or the file has another size.
        WrongError: there are not even two, or the last one has no end.
    """

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._ended = _ended(file, size)
        self._read: list[bytes] = []

    def first(self) -> bytes:
        """Return the first line."""
        self._read = next(self._ended, [])
        if not self._read:
            raise WrongError(f"{LEAVES} is empty.")
        return _bounded(self._read.pop(0))

    def ballots(self) -> Iterator[list[bytes]]:
        """Yield those between, many at once."""
        number = 0
        for ended in chain(self._ended, [[]]):
            batch = self._read + ended
            self._read = batch[-1:]  # it may be the last one
            del batch[-1:]
            number += len(batch)
            if number > MOST_BALLOTS:
                raise NotARecordError("This is not a record: it has more than 10,000,000 ballots.")
            if any(len(line) > LONGEST_LINE for line in batch):
                raise NotARecordError(_TOO_LONG)
            yield batch

    def last(self) -> bytes:
        """Return the last line, once all ballots are read."""
        if not self._read:
            raise WrongError(f"{LEAVES} has only one line: the others were cut off.")
        return _bounded(self._read[0])


class Archive(NamedTuple):
    """A record that is read from a file."""

    checkpoint: bytes
    keys: bytes
    manifest: bytes
    result: bytes
    lines: Lines


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Open a record.

    Raises:
        NotARecordError: it is none, or it is damaged, also while its leaves are read.
    """
    with readable(), ZipFile(file) as archive:
        entries = _entries(archive)
        texts = {name: _text(archive, entries[name]) for name in _BOUNDS}
        size, entries[LEAVES].file_size = entries[LEAVES].file_size, _ENDLESS
        with archive.open(entries[LEAVES]) as file_of_leaves:
            lines = Lines(file_of_leaves, size)
            yield Archive(texts[CHECKPOINT], texts[KEY], texts[MANIFEST], texts[RESULT], lines)


@contextmanager
def readable() -> Iterator[None]:
    """Say of a file that is no ZIP file, or a damaged one, that it is none.

    Raises:
        NotARecordError: instead of what Python says.
    """
    try:
        yield
    except _DAMAGED as error:
        raise NotARecordError(_DAMAGE) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # what says so leads to a place before the file's beginning
            raise
        raise NotARecordError(_DAMAGE) from error


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        if entry.filename in found:
            raise NotARecordError(f"This is not a record: it has {entry.filename!r} twice.")
        found[entry.filename] = entry
    for name in (*_BOUNDS, LEAVES):
        if name not in found:
            raise NotARecordError(f"This is not a record: it has no file {name}.")
        if found[name].flag_bits & _ENCRYPTED:
            raise NotARecordError(f"This is not a record: {name} is encrypted.")
        if found[name].compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise NotARecordError(
                f"This is not a record: {name} is compressed in a way that records are not."
            )
    return found


def _text(archive: ZipFile, entry: ZipInfo) -> bytes:
    bound = _BOUNDS[entry.filename]
    size, entry.file_size = entry.file_size, _ENDLESS
    with archive.open(entry) as file:
        text = file.read(bound + 1)
    if len(text) > bound:
        raise NotARecordError(f"This is not a record: {entry.filename} is too long.")
    if len(text) != size:
        raise NotARecordError(_DAMAGE)
    return text


def _bounded(line: bytes) -> bytes:
    """Return the first line, or the last one."""
    if len(line) > LONGEST_END:
        raise NotARecordError(_TOO_LONG)
    return line


def _ended(leaves: IO[bytes], size: int) -> Iterator[list[bytes]]:
    begun: list[bytes] = []
    length = read = 0
    while chunk := leaves.read(_CHUNK):
        read += len(chunk)
        *ended, rest = chunk.split(b"\n")
        if ended:
            ended[0] = b"".join((*begun, ended[0]))
            begun, length = [], 0
        begun.append(rest)
        length += len(rest)
        if length > LONGEST_END:
            raise NotARecordError(_TOO_LONG)
        if ended:
            yield ended
    if read != size:
        raise NotARecordError(_DAMAGE)
    if length:
        raise WrongError(f"The last line of {LEAVES} has no end: the file was cut off.")
