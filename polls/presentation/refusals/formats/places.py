"""The sentence about a file, with the line and the column that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.text.words import number as written
from polls.formats.problems.abif import AbifProblem
from polls.formats.problems.blt import BltProblem
from polls.formats.problems.common import CommonProblem
from polls.formats.problems.cvotes import CvotesProblem
from polls.formats.problems.files import FileProblem
from polls.formats.problems.preflib import PreflibProblem
from polls.formats.problems.tables import TableProblem
from polls.presentation.language import gettext
from polls.presentation.refusals.formats import abif, blt, common, cvotes, files, preflib, tables

if TYPE_CHECKING:
    from polls.formats.errors import FormatError, FormatProblem


def sentence(error: FormatError) -> str:
    """Return what is wrong with a file, and where in it."""
    problem, line, column = _problem(error.problem), error.line, error.column
    if line is None:
        return problem
    if column is None:
        return gettext("line %(line)s: %(problem)s", line=line, problem=problem)
    return gettext(
        "line %(line)s, column %(column)s: %(problem)s",
        line=line,
        column=written(column),
        problem=problem,
    )


def _problem(problem: FormatProblem) -> str:  # noqa: PLR0911 - one a format
    if isinstance(problem, AbifProblem):
        return abif.sentence(problem)
    if isinstance(problem, BltProblem):
        return blt.sentence(problem)
    if isinstance(problem, CommonProblem):
        return common.sentence(problem)
    if isinstance(problem, CvotesProblem):
        return cvotes.sentence(problem)
    if isinstance(problem, FileProblem):
        return files.sentence(problem)
    if isinstance(problem, PreflibProblem):
        return preflib.sentence(problem)
    if isinstance(problem, TableProblem):
        return tables.sentence(problem)
    assert_never(problem)
