"""What is wrong with a file, with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from polls.domain.errors import PollsError
from polls.formats.problems.abif import AbifProblem
from polls.formats.problems.blt import BltProblem
from polls.formats.problems.common import CommonProblem
from polls.formats.problems.cvotes import CvotesProblem
from polls.formats.problems.files import FileProblem
from polls.formats.problems.preflib import PreflibProblem
from polls.formats.problems.tables import TableProblem

FormatProblem: TypeAlias = (
    AbifProblem
    | BltProblem
    | CommonProblem
    | CvotesProblem
    | FileProblem
    | PreflibProblem
    | TableProblem
)


@dataclass(eq=False)
class FormatError(PollsError):
    """A file that is not what its format says.

    Whoever finds the fault need not know where in the file it is: the reader adds that.
    """

    problem: FormatProblem
    line: int | None = None
    column: int | None = None
    """Of the first character that is wrong, from 1; of a table, the number of the cell."""

    def at(self, line: int | None, column: int | None = None) -> FormatError:
        """Return the same fault with its place, as far as that is not known yet."""
        if self.line is not None:
            return self
        return FormatError(self.problem, line, self.column or column)
