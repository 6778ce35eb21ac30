"""What can be wrong with a CSV file."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class Separator(Enum):
    """What can be between the cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"


class TableFault(Enum):
    """What is wrong where there is no more to tell."""

    BAD_QUOTES = auto()
    LONG_CELL = auto()
    NO_NAMES = auto()
    NUMBERS_FOR_NAMES = auto()
    RANK_ZERO = auto()
    UNKNOWN_SEPARATOR = auto()  # that the first line announces


class SeveralSeparators(NamedTuple):
    """More than one sign could be what is between the cells."""

    separators: Sequence[Separator]


class OtherCells(NamedTuple):
    """More or fewer cells than the table has choices."""

    cells: int
    choices: int


class NoMark(NamedTuple):
    """A cell that is neither marked nor left out."""

    given: str


class NoChoiceColumn(NamedTuple):
    """A column that is likely no choice."""

    name: str


TableProblem: TypeAlias = TableFault | SeveralSeparators | OtherCells | NoMark | NoChoiceColumn
