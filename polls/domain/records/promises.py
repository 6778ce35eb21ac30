"""Promises: what a voter has in hand before the end, namely that a ballot will be in the record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polls.domain.records import notes
from polls.domain.records.lines import base64
from polls.domain.records.problems import MalformedError, RecordPart

PROMISED = (
    "The ballot with this hash will be in the record of this question,"
    " unless its voter replaces it or takes it back, or the organiser removes it,"
    " which the record then says."
)

_ORIGIN = re.compile(rf"{notes.NAME}/poll/{notes.KEY}/promise")


@dataclass(frozen=True)
class Promise:
    """The text of a signed note."""

    origin: str
    """Whose: SITE/poll/KEY/promise."""
    ballot: bytes
    """The hash of its leaf."""

    @property
    def text(self) -> str:
        """What is signed. Its second line is no number, so it is never taken for a checkpoint."""
        return f"{self.origin}\n{base64(self.ballot)}\n{PROMISED}\n"


def origin(site: str, key: str) -> str:
    """Return on behalf of which question something is promised."""
    return f"{site}/poll/{key}/promise"


def read(text: str) -> Promise:
    """Read the text of a note as a promise; it may be put in other words.

    Raises:
        MalformedError: it is none.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) != len(("origin", "hash", "sentence")) or not _ORIGIN.fullmatch(lines[0]):
        raise MalformedError(RecordPart.PROMISE)
    return Promise(lines[0], notes.hash_of(lines[1], RecordPart.PROMISE))
