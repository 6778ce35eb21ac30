"""What can be wrong with a file, said with its line and column."""

from __future__ import annotations

from dataclasses import dataclass

from polls.domain.errors import PollsError

MAX_BYTES = 500_000_000
"""A file is read into memory as a whole; larger ones would fill a usual server's."""
MAX_CHOICES = 1_000
"""Above every election known; a million pairs of choices can still be compared."""
MAX_NAME = 1_000
"""Characters of a choice's name; tables of longer ones take minutes to lay out."""
MAX_SCORE = 1_000
MAX_COUNT = 10**12
"""Ballots of one kind: above all people, so that no number in a file can fill the memory."""
_SHOWN = 60


@dataclass(eq=False)
class FormatError(PollsError):
    """A file that is not what its format says.

    Whoever finds the fault need not know where in the file it is: the reader adds that.
    """

    problem: str
    line: int | None = None
    column: int | None = None
    """Of the first character that is wrong, from 1; of a table, the number of the cell."""

    def at(self, line: int | None, column: int | None = None) -> FormatError:
        """Return the same fault with its place, as far as that is not known yet."""
        if self.line is not None:
            return self
        return FormatError(self.problem, line, self.column or column)


def shown(text: str) -> str:
    """Return a part of a file as a message can show it: short, on one line, nothing hidden."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
