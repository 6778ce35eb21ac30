"""The checkpoint of a record: its origin, its size and its root, as c2sp.org/tlog-checkpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from polls.domain.records import notes
from polls.domain.records.lines import base64
from polls.domain.records.problems import MalformedError, RecordPart

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """The head of a tree."""

    origin: str
    """Whose: SITE/poll/KEY/record/NUMBER."""
    size: int
    """How many leaves it has."""
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64(self.root)}\n"

    @property
    def digest(self) -> bytes:
        """What its six words are made of; the signatures do not count, which may be more later."""
        return sha256(self.text.encode()).digest()


def origin(site: str, key: str, number: int) -> str:
    """Return whose a record is: that of a question, its first, second … one."""
    return f"{site}/poll/{key}/record/{number}"


def read(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint.

    Raises:
        MalformedError: it is none. Lines after the third are not ours.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) != len(("origin", "size", "root")) or not lines[0]:
        raise MalformedError(RecordPart.CHECKPOINT)
    name, size, root = lines
    if not _SIZE.fullmatch(size):
        raise MalformedError(RecordPart.CHECKPOINT)
    return Checkpoint(name, int(size), notes.hash_of(root, RecordPart.CHECKPOINT))
