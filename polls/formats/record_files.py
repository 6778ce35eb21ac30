"""`record.zip`: the files in which a record is published."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

README, MANIFEST, LEAVES, CHECKPOINT, KEY, RESULT = (
    "README.txt",
    "manifest.json",
    "leaves.jsonl",
    "checkpoint",
    "key.txt",
    "result.json",
)

_RESULT_BEGINS = b',"result":'
_READABLE = 0o644 << 16
_LINE = b"\n"


class RecordFiles(NamedTuple):
    """What a record is written from."""

    readme: str
    manifest: bytes
    """The first leaf."""
    ballots: Iterable[bytes]
    """Those between, in the order of their hashes."""
    close: bytes
    """The last leaf."""
    checkpoint: str
    keys: str
    """Verifier keys, one a line."""


def write(file: IO[bytes], record: RecordFiles) -> None:
    """Write a record. The same one gives the same bytes, for no time is in it.

    Args:
        file: need not be able to seek: what is written may be sent at once.
        record: whose ballots are taken one by one.
    """
    whole: tuple[tuple[str, bytes], ...] = (
        (README, record.readme.encode()),
        (MANIFEST, record.manifest + _LINE),
        (CHECKPOINT, record.checkpoint.encode()),
        (KEY, record.keys.encode()),
        (RESULT, result(record.close) + _LINE),
    )
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in whole:
            archive.writestr(_entry(name), content)
        with archive.open(_entry(LEAVES), "w", force_zip64=True) as leaves:
            for leaf in _leaves(record):
                leaves.write(leaf + _LINE)


def result(close: bytes) -> bytes:
    """Return the result as it stands at the end of the close, byte for byte."""
    return close[close.index(_RESULT_BEGINS) + len(_RESULT_BEGINS) : -1]


def _leaves(record: RecordFiles) -> Iterator[bytes]:
    yield record.manifest
    yield from record.ballots
    yield record.close


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _READABLE
    return entry
