"""What can be wrong with a CVOTES file."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class CvotesFault(Enum):
    """What is wrong where there is no more to tell."""

    CANDIDATE_TWICE = auto()  # on one vote
    EMPTY_RANK = auto()
    NO_CANDIDATES = auto()
    NO_VOTES = auto()  # for any of the candidates
    PARAMETER_TOO_LATE = auto()
    TAGS_TWICE = auto()


class NoParameter(NamedTuple):
    """A parameter without a colon."""

    given: str


class ParameterTwice(NamedTuple):
    """A parameter that was there before."""

    name: str


class UnknownParameter(NamedTuple):
    """A parameter that is nearly one that decides who wins."""

    name: str
    meant: str
    """As the format calls it."""


class NotBoolean(NamedTuple):
    """A parameter that is neither true nor false."""

    name: str
    given: str


class ReservedSigns(NamedTuple):
    """A candidate's name with signs that the format keeps for itself."""

    name: str
    reserved: str
    """Those signs."""


class NoName(NamedTuple):
    """What stands on a vote and cannot be a candidate's name."""

    given: str


class NumberInName(NamedTuple):
    """A name that looks like another one with a number of ballots."""

    name: str
    meant: str


class CommentedParameter(NamedTuple):
    """A comment that begins as a parameter does."""

    meant: str
    """As the format calls it."""


CvotesProblem: TypeAlias = (
    CvotesFault
    | NoParameter
    | ParameterTwice
    | UnknownParameter
    | NotBoolean
    | ReservedSigns
    | NoName
    | NumberInName
    | CommentedParameter
)
