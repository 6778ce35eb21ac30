"""The leaves of a record, read once: hashed, and their ballots added up."""

from __future__ import annotations

from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.records import trees
from polls.verifying import manifests
from polls.verifying.ballots import Ballots
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from polls.verifying.archives import Lines
    from polls.verifying.manifests import Manifest

_HASH_BYTES = 32
_TILE = 256
"""Leaves whose hashes are joined at once: a power of two."""


class Hashes:
    """The hashes of many ballots in ascending order, in as little memory as there is."""

    def __init__(self) -> None:
        self._all = bytearray()

    def __len__(self) -> int:
        return len(self._all) // _HASH_BYTES

    def __getitem__(self, place: int) -> bytes:
        return bytes(self._all[place * _HASH_BYTES : (place + 1) * _HASH_BYTES])

    def have(self, digest: bytes) -> bool:
        """Tell whether a ballot has this hash."""
        place = bisect_left(self, digest)
        return place < len(self) and self[place] == digest

    def extend(self, digests: list[bytes]) -> None:
        """Take more, none of which is smaller than the last one."""
        self._all += b"".join(digests)


class Leaves(NamedTuple):
    """What was read."""

    first: bytes
    last: bytes
    root: bytes
    hashes: Hashes
    manifest: Manifest | None
    ballots: Ballots | None
    """None, as the manifest: it is wrong, which `fault` says."""
    disorder: int | None
    """The number of the first ballot, from 1, whose hash is not above that of the one before."""
    fault: WrongError | NotARecordError | None
    """Of the manifest, or of the first ballot that is wrong."""

    @property
    def number(self) -> int:
        """How many leaves there are."""
        return len(self.hashes) + 2


def read(lines: Lines) -> Leaves:
    """Read them.

    Raises:
        NotARecordError: a bound is exceeded.
        WrongError: there are not even two, or the last line has no end.
    """
    first = lines.first()
    fault: WrongError | NotARecordError | None
    manifest, fault = _manifest(first)
    ballots = Ballots(manifest.question) if manifest else None
    tree, hashes = _Tree(), Hashes()
    tree.add([trees.leaf_hash(first)])
    highest, disorder = b"", None
    for batch in lines.ballots():
        digests = [sha256(b"\x00" + line).digest() for line in batch]
        tree.add(digests)
        if disorder is None:
            disorder = _disorder(highest, digests, len(hashes))
            highest = digests[-1] if digests else highest
        if ballots and not fault:
            fault = _counted(ballots, batch, len(hashes))
        hashes.extend(digests)
    last = lines.last()
    tree.add([trees.leaf_hash(last)])
    return Leaves(first, last, tree.root(), hashes, manifest, ballots, disorder, fault)


def _manifest(line: bytes) -> tuple[Manifest | None, WrongError | NotARecordError | None]:
    try:
        return manifests.read(line), None
    except (WrongError, NotARecordError) as error:
        return None, error


def _disorder(highest: bytes, digests: list[bytes], before: int) -> int | None:
    for place, digest in enumerate(digests, start=before + 1):
        if digest <= highest:
            return place
        highest = digest
    return None


def _counted(ballots: Ballots, batch: list[bytes], before: int) -> WrongError | None:
    lines = enumerate(batch, start=before + 1)
    try:
        for _, line in lines:
            ballots.add(line)
    except WrongError as error:
        following, _ = next(lines, (before + len(batch) + 1, b""))
        return WrongError(f"Ballot {following - 1:,} is wrong: {error}")
    return None


class _Tree:
    """The root over hashes that come one after the other, in as little memory as there is."""

    def __init__(self) -> None:
        self._tiles: list[bytes] = []
        self._open: list[bytes] = []
        """Those that are in no tile yet."""

    def add(self, digests: list[bytes]) -> None:
        self._open += digests
        whole = len(self._open) // _TILE * _TILE
        self._tiles += [trees.root(self._open[at : at + _TILE]) for at in range(0, whole, _TILE)]
        del self._open[:whole]

    def root(self) -> bytes:
        rest = [trees.root(self._open)] if self._open else []
        return trees.root(self._tiles + rest)
