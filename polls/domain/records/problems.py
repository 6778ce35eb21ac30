"""What cannot be read of a record or of a receipt."""

from __future__ import annotations

from enum import Enum


class RecordPart(Enum):
    """What it was taken for."""

    NOTE = "note"
    DASH = "dash"
    """Of a line of a note: it is not the one before a signature."""
    KEY = "key"
    CHECKPOINT = "checkpoint"
    PROMISE = "promise"
    PROOF = "proof"
    WORDS = "words"


class MalformedError(ValueError):
    """Something is not what it was taken for."""

    def __init__(self, part: RecordPart) -> None:
        super().__init__(part.value)
        self.part = part
