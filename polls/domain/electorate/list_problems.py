"""What can be wrong with a list of people to invite, or with the file that it came in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.domain.errors import PollsError
from polls.domain.text.problems import TextFault, TooLong, TooManyMarks

if TYPE_CHECKING:
    from collections.abc import Sequence


class ListFault(Enum):
    """What is wrong with the whole list, where there is no more to tell."""

    EMPTY = auto()
    SPREADSHEET = auto()  # in a spreadsheet's own kind of file
    UTF_32 = auto()  # which hardly any program writes
    NO_TEXT = auto()


class TooManyEntries(NamedTuple):
    """More names, or more lines, than are read at once."""

    number: int
    most_names: int
    are_lines: bool


class NumberOfCodes(NamedTuple):
    """Too few codes, or too many at once."""

    most: int


class EntryFault(Enum):
    """What is wrong with a line, where there is no more to tell."""

    GOES_ON = auto()  # in a cell of several lines


class SeveralAddresses(NamedTuple):
    """Addresses of several people."""

    number: int


class TooManyColumns(NamedTuple):
    """More cells than a name and a weight."""

    number: int


class BadWeight(NamedTuple):
    """A weight that is none."""

    given: str
    """The beginning of what it says."""
    most: int


class NamedBefore(NamedTuple):
    """A name that an earlier line has."""

    label: str
    line: int


class InvitedBefore(NamedTuple):
    """A name that somebody has who is invited."""

    label: str


EntryProblem: TypeAlias = (
    EntryFault
    | TextFault
    | TooLong
    | TooManyMarks
    | SeveralAddresses
    | TooManyColumns
    | BadWeight
    | NamedBefore
    | InvitedBefore
)


class BadEntry(NamedTuple):
    """A line of the list that invites nobody."""

    line: int
    """From 1."""
    problem: EntryProblem


ListProblem: TypeAlias = ListFault | TooManyEntries | NumberOfCodes | BadEntry


@dataclass(eq=False)
class InvalidListError(PollsError):
    """A list of people to invite breaks rules: all of those that it breaks."""

    problems: Sequence[ListProblem]
