"""Proofs that a ballot is in a record, as c2sp.org/tlog-proof: checked without a network."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polls.domain.records import notes
from polls.domain.records.lines import base64
from polls.domain.records.problems import MalformedError, RecordPart

LONGEST = 300_000
"""Bytes: a leaf of 100,000 in base64, and a checkpoint of as many."""

HEADER = "c2sp.org/tlog-proof@v1"

LONGEST_PATH = 63
"""Hashes of a proof: no tree is higher."""

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_EXTRA = "extra "


@dataclass(frozen=True)
class Proof:
    """A leaf, its place, the way to the root, and the checkpoint that has this root."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    """The whole signed note."""

    @property
    def text(self) -> str:
        """The file."""
        lines = [HEADER, _EXTRA + base64(self.leaf), f"index {self.index}"]
        lines += map(base64, self.path)
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def read(data: bytes) -> Proof:
    """Read a proof that has its leaf as extra data; nothing is verified.

    Raises:
        MalformedError: it is none.
    """
    head, separator, checkpoint = notes.decoded(data, RecordPart.PROOF, LONGEST).partition("\n\n")
    header, *lines = head.split("\n")
    if not separator or header != HEADER or len(lines) < len(("extra", "index")):
        raise MalformedError(RecordPart.PROOF)
    extra, index, *path = lines
    place = _INDEX.fullmatch(index)
    if not extra.startswith(_EXTRA) or not place or len(path) > LONGEST_PATH:
        raise MalformedError(RecordPart.PROOF)
    return Proof(
        notes.decoded_base64(extra.removeprefix(_EXTRA), RecordPart.PROOF),
        int(place[1]),
        tuple(notes.hash_of(each, RecordPart.PROOF) for each in path),
        checkpoint,
    )
