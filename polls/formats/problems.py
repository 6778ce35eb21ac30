"""What can be wrong with a file, said with its line."""

from __future__ import annotations

from polls.domain.errors import PollsError

MAX_CHARACTERS = 500_000_000
"""A file is read into memory as a whole; larger ones would fill a usual server's."""
MAX_CHOICES = 1_000
"""Above every election known; a million pairs of choices can still be compared."""
MAX_COUNT = 10**12
"""Ballots of one kind: above all people, so that no number in a file can fill the memory."""
_SHOWN = 60


class FormatError(PollsError):
    """A file that is not what its format says."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")


def shown(text: str) -> str:
    """Return a part of a file as a message can show it: short, on one line, nothing hidden."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
