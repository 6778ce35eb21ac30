"""What can be wrong with a BLT file."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class BltFault(Enum):
    """What is wrong where there is no more to tell."""

    BALLOT_BEHIND_WITHDRAWN = auto()  # on the line of who has withdrawn
    OPEN_COMMENT = auto()
    TIE_NOT_OF_ALL = auto()


class Expected(Enum):
    """What should come next."""

    BALLOT = auto()  # or the 0 that ends them
    CHOICES = auto()  # how many
    END_OF_BALLOT = auto()
    SEATS = auto()
    WEIGHT = auto()


class FileEnds(NamedTuple):
    """The end of the file in the place of something else."""

    expected: Expected


class Bracketed(Enum):
    """What stands in brackets."""

    BALLOT_ID = auto()
    OPTION = auto()
    SHARED_RANK = auto()


class OpenBracket(NamedTuple):
    """A bracket that nothing closes."""

    bracketed: Bracketed


class GoesOn(NamedTuple):
    """A ballot of several lines that names a candidate twice."""

    first_line: int


class NoCandidate(NamedTuple):
    """A word on a ballot that names nobody."""

    given: str
    candidates: int
    """How many there are."""


class UnknownBltOption(NamedTuple):
    """An option in brackets that nobody reads here."""

    name: str


class OtherNicknames(NamedTuple):
    """More or fewer nicknames than candidates, or the same twice."""

    wanted: int


class NicknameTaken(NamedTuple):
    """A nickname that means something else on a ballot."""

    nickname: str


class PartyOrCandidate(NamedTuple):
    """Two texts on a line, the second of which could be the next name."""

    first: str
    second: str


class TooManyNames(NamedTuple):
    """More lines than names and a title."""

    candidates: int


class NamesMissing(NamedTuple):
    """The end of the file before all are named."""

    names: int
    candidates: int


class NamesMiscounted(NamedTuple):
    """Another number of names, which do not stand on lines of their own."""

    names: int
    candidates: int


class TwiceWithoutComment(NamedTuple):
    """A name that is another's if what looks like a comment is left out."""

    name: str


class BehindQuotes(NamedTuple):
    """Something behind a name in quotes."""

    rest: str


class OpenQuotes(NamedTuple):
    """Quotes that do not end on their line."""

    given: str


BltProblem: TypeAlias = (
    BltFault
    | FileEnds
    | OpenBracket
    | GoesOn
    | NoCandidate
    | UnknownBltOption
    | OtherNicknames
    | NicknameTaken
    | PartyOrCandidate
    | TooManyNames
    | NamesMissing
    | NamesMiscounted
    | TwiceWithoutComment
    | BehindQuotes
    | OpenQuotes
)
