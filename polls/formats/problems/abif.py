"""What can be wrong with an ABIF file."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class AbifFault(Enum):
    """What is wrong where there is no more to tell."""

    CHOICE_TWICE = auto()  # on one vote
    RANKED_AND_SCORED = auto()
    SCORE_MISSING = auto()  # on a vote that has others
    UNSCORED = auto()  # a vote, beside others that have scores


class OtherSeats(NamedTuple):
    """Another number of seats than before."""

    before: int
    now: int


class HigherScore(NamedTuple):
    """A score above the highest that the file allows."""

    highest: int


class NoDeclaration(NamedTuple):
    """A line that begins as one that names a choice, and goes on otherwise."""

    given: str


class SeveralSoCalled(NamedTuple):
    """A name on a vote that several choices have."""

    name: str


class NoMetadata(NamedTuple):
    """A line in braces that says nothing."""

    given: str


class NoVote(NamedTuple):
    """A line that is no vote."""

    given: str


class NoVoteBegins(NamedTuple):
    """A line that does not begin as a vote does."""

    given: str


class RanksAgainstScores(NamedTuple):
    """Ranks that say another thing than the scores of two choices."""

    before: int
    score: int


AbifProblem: TypeAlias = (
    AbifFault
    | OtherSeats
    | HigherScore
    | NoDeclaration
    | SeveralSoCalled
    | NoMetadata
    | NoVote
    | NoVoteBegins
    | RanksAgainstScores
)
