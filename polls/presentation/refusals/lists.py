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
from polls.domain.text.words import number as written
from polls.presentation.language import gettext
from polls.presentation.refusals import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEMS_TOLD = 20
"""More than anybody corrects at a time."""


def sentences(problems: Sequence[ListProblem]) -> list[str]:
    """Return what is wrong with a list: the first problems, and how many more there are."""
    said = [_sentence(problem) for problem in problems[:PROBLEMS_TOLD]]
    left = len(problems) - len(said)
    return [*said, gettext("And %(left)s more.", left=written(left))] if left else said


def _sentence(problem: ListProblem) -> str:
    match problem:
        case ListFault():
            return _fault(problem)
        case TooManyEntries(number, most, are_lines):
            if are_lines:
                return gettext(
                    "The list has %(number)s lines; at most %(most)s can be invited at once. Split "
                    "it into several lists.",
                    number=written(number),
                    most=written(most),
                )
            return gettext(
                "The list has %(number)s names; at most %(most)s can be invited at once. Split it "
                "into several lists.",
                number=written(number),
                most=written(most),
            )
        case NumberOfCodes(most):
            return gettext(
                "Enter how many codes to make: 1 to %(most)s at once.", most=written(most)
            )
        case BadEntry(line, entry):
            return gettext("Line %(line)s: %(entry)s", line=line, entry=_entry(entry))
        case _:
            assert_never(problem)


def _fault(fault: ListFault) -> str:
    match fault:
        case ListFault.EMPTY:
            return gettext("There are no names in the list. Write one on each line.")
        case ListFault.SPREADSHEET:
            return gettext(
                "This is a spreadsheet's own kind of file. Save it as CSV there, and use that file."
            )
        case ListFault.UTF_32:
            return gettext(
                "This file is in UTF-32, which is not read here. Save it as text in UTF-8, and use "
                "that file."
            )
        case ListFault.NO_TEXT:
            return gettext(
                "This file cannot be read as text. Save it as text in UTF-8, or from a spreadsheet "
                "as CSV, and use that file."
            )
        case _:
            assert_never(fault)


def _entry(problem: EntryProblem) -> str:  # noqa: PLR0911 - one a problem
    match problem:
        case EntryFault.GOES_ON:
            return gettext(
                "A quotation mark is opened here and closed on another line. Write each name on "
                "one line."
            )
        case SeveralAddresses(number):
            return gettext(
                "It has %(number)s addresses. Write each on a line of its own.",
                number=written(number),
            )
        case TooManyColumns(number):
            return gettext(
                "It has %(number)s columns, but a line has a name and, if you like, a weight. Put "
                "a name that contains a separator in quotation marks.",
                number=number,
            )
        case BadWeight(given, most):
            quoted = isolated(without_hidden_controls(given))
            return gettext(
                "“%(quoted)s” is not a valid weight (a whole number from 1 to %(most)s).",
                quoted=quoted,
                most=written(most),
            )
        case NamedBefore(label, line):
            return gettext(
                "“%(label)s” is already on line %(line)s. If two people have the same name, add "
                "something to tell them apart.",
                label=isolated(label),
                line=line,
            )
        case InvitedBefore(label):
            return gettext("“%(label)s” is already invited.", label=isolated(label))
        case _:
            return texts.sentence(gettext("The name"), problem)
