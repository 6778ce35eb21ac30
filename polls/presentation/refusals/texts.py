"""Refusals that bring their sentence along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain import errors
from polls.domain.counting.options import OptionError
from polls.formats.reading.problems import FormatError

if TYPE_CHECKING:
    from polls.domain.errors import PollsError


def sentence(error: PollsError) -> str | None:
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.InvalidQuestionError(problems):
            return "\n".join(problem.text for problem in problems)
        case errors.InvalidListError():
            return "\n".join(errors.told(error))
        case (
            errors.ArchiveError(text)
            | errors.StartError(text)
            | errors.InvalidSelectionError(text)
            | errors.InvalidNameError(text)
            | OptionError(text)
        ):
            return text
        case FormatError():
            return _placed(error)
        case _:
            return None


def _placed(error: FormatError) -> str:
    problem, line, column = error.problem, error.line, error.column
    if line is None:
        return problem
    if column is None:
        return f"line {line}: {problem}"
    return f"line {line}, column {column:,}: {problem}"
