"""Sentences about CSV files."""

from __future__ import annotations

from functools import reduce
from typing import assert_never

from polls.formats.problems.tables import (
    NoChoiceColumn,
    NoMark,
    OtherCells,
    Separator,
    SeveralSeparators,
    TableFault,
    TableProblem,
)
from polls.presentation.language import gettext, ngettext
from polls.presentation.refusals.formats.quotes import shown


def sentence(problem: TableProblem) -> str:
    """Return what is wrong with a table."""
    match problem:
        case TableFault():
            return _fault(problem)
        case SeveralSeparators(separators):
            return gettext(
                "either %(separators)s could separate the cells: put names that contain one in "
                "quotes",
                separators=reduce(_or, map(_name, separators)),
            )
        case OtherCells(cells, choices):
            return gettext(
                "the line has %(cells)s for %(choices)s",
                cells=ngettext("%(num)s cell", "%(num)s cells", cells),
                choices=ngettext("%(num)s choice", "%(num)s choices", choices),
            )
        case NoMark(given):
            return gettext("a mark should be empty, 0 or 1, not %(given)s", given=shown(given))
        case NoChoiceColumn(name):
            return gettext(
                "leave the column %(name)s out; if these are choices, begin the first line with "
                "the cell ranks, scores or marks, and each other line with a number of ballots",
                name=shown(name),
            )
        case _:
            assert_never(problem)


def _fault(fault: TableFault) -> str:
    match fault:
        case TableFault.BAD_QUOTES:
            return gettext(
                "this is not valid CSV: a cell that contains a quote must be in quotes, and that "
                "quote must be doubled"
            )
        case TableFault.LONG_CELL:
            return gettext("a cell is too long")
        case TableFault.NO_NAMES:
            return gettext("the first line should name the choices")
        case TableFault.NUMBERS_FOR_NAMES:
            return gettext(
                "the first line should name the choices, and is of numbers; if these are choices, "
                "begin the first line with the cell ranks, scores or marks, and each other line "
                "with a number of ballots"
            )
        case TableFault.RANK_ZERO:
            return gettext("ranks are numbered from 1")
        case TableFault.UNKNOWN_SEPARATOR:
            return gettext("between cells are commas, semicolons or tabs")
        case _:
            assert_never(fault)


def _name(separator: Separator) -> str:
    match separator:
        case Separator.COMMA:
            return gettext("commas")
        case Separator.SEMICOLON:
            return gettext("semicolons")
        case Separator.TAB:
            return gettext("tabs")
        case _:
            assert_never(separator)


def _or(one: str, other: str) -> str:
    return gettext("%(one)s or %(other)s", one=one, other=other)
