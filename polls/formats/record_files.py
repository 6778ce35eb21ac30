"""`record.zip`: the files in which a record is published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

README, MANIFEST, LEAVES, CHECKPOINT, KEY, RESULT = (
    "README.txt",
    "manifest.json",
    "leaves.jsonl",
    "checkpoint",
    "key.txt",
    "result.json",
)

RECEIPT = "receipt"
"""What a voter adds to a record, so that others can judge both."""

_RESULT_BEGINS = b',"result":'
_READABLE = 0o644 << 16
_LINE = b"\n"


class RecordFiles(NamedTuple):
    """What a record is written from."""

    readme: str
    manifest: bytes
    """The first leaf."""
    close: bytes
    """The last leaf."""
    checkpoint: str
    keys: str
    """Verifier keys, one a line."""
    receipt: str = ""
    """Of a voter, if the record is part of evidence."""


class _Writable(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


@contextmanager
def written(file: _Writable, record: RecordFiles) -> Iterator[Callable[[bytes], None]]:
    """Write a record; yields what adds the leaves of its ballots, in the order of their hashes.

    The same record gives the same bytes, for no time is in it.

    Args:
        file: need not be able to seek: what is written may be sent at once.
        record: the rest.
    """
    receipt = [(RECEIPT, record.receipt.encode())] if record.receipt else []
    whole: tuple[tuple[str, bytes], ...] = (
        (README, record.readme.encode()),
        *receipt,
        (MANIFEST, record.manifest + _LINE),
        (CHECKPOINT, record.checkpoint.encode()),
        (KEY, record.keys.encode()),
        (RESULT, result(record.close) + _LINE),
    )
    unseekable: Any = file
    with ZipFile(unseekable, "w", ZIP_DEFLATED) as archive:
        for name, content in whole:
            archive.writestr(_entry(name), content)
        with archive.open(_entry(LEAVES), "w", force_zip64=True) as leaves:
            leaves.write(record.manifest + _LINE)

            def add(leaf: bytes) -> None:
                leaves.write(leaf + _LINE)

            yield add
            leaves.write(record.close + _LINE)


def result(close: bytes) -> bytes:
    """Return the result as it stands at the end of the close, byte for byte."""
    return close[close.index(_RESULT_BEGINS) + len(_RESULT_BEGINS) : -1]


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _READABLE
    return entry
