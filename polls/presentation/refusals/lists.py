"""Sentences about a list of people to invite."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.electorate.list_problems import (
    BadEntry,
    BadWeight,
    EntryFault,
    EntryProblem,
    InvitedBefore,
    ListFault,
    ListProblem,
    NamedBefore,
    NumberOfCodes,
    SeveralAddresses,
    TooManyColumns,
    TooManyEntries,
)
from polls.domain.text.directions import isolated
from polls.domain.text.texts import without_hidden_controls
from polls.presentation.refusals import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEMS_TOLD = 20
"""More than anybody corrects at a time."""


def sentences(problems: Sequence[ListProblem]) -> list[str]:
    """Return what is wrong with a list: the first problems, and how many more there are."""
    said = [_sentence(problem) for problem in problems[:PROBLEMS_TOLD]]
    left = len(problems) - len(said)
    return [*said, f"And {left:,} more."] if left else said


def _sentence(problem: ListProblem) -> str:
    match problem:
        case ListFault():
            return _fault(problem)
        case TooManyEntries(number, most, are_lines):
            if are_lines:
                return (
                    f"The list has {number:,} lines; at most {most:,} can be invited at once. "
                    "Split it into several lists."
                )
            return (
                f"The list has {number:,} names; at most {most:,} can be invited at once. Split it "
                "into several lists."
            )
        case NumberOfCodes(most):
            return f"Enter how many codes to make: 1 to {most:,} at once."
        case BadEntry(line, entry):
            return f"Line {line}: {_entry(entry)}"
        case _:
            assert_never(problem)


def _fault(fault: ListFault) -> str:
    match fault:
        case ListFault.EMPTY:
            return "There are no names in the list. Write one on each line."
        case ListFault.SPREADSHEET:
            return (
                "This is a spreadsheet's own kind of file. Save it as CSV there, and use that file."
            )
        case ListFault.NO_TEXT:
            return (
                "This file cannot be read as text. Save it as text in UTF-8, or from a spreadsheet "
                "as CSV, and use that file."
            )
        case _:
            assert_never(fault)


def _entry(problem: EntryProblem) -> str:  # noqa: PLR0911 - one a problem
    match problem:
        case EntryFault.GOES_ON:
            return (
                "A quotation mark is opened here and closed on another line. Write each name on "
                "one line."
            )
        case SeveralAddresses(number):
            return f"It has {number:,} addresses. Write each on a line of its own."
        case TooManyColumns(number):
            return (
                f"It has {number} columns, but a line has a name and, if you like, a weight. Put a "
                "name that contains a separator in quotation marks."
            )
        case BadWeight(given, most):
            quoted = isolated(without_hidden_controls(given))
            return f"“{quoted}” is not a valid weight (a whole number from 1 to {most:,})."
        case NamedBefore(label, line):
            return (
                f"“{isolated(label)}” is already on line {line}. If two people have the same name, "
                "add something to tell them apart."
            )
        case InvitedBefore(label):
            return f"“{isolated(label)}” is already invited."
        case _:
            return texts.sentence("The name", problem)
