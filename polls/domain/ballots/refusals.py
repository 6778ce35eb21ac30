"""Refusals of a ballot for what is marked on it, or for its voter's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.domain.errors import InvalidBallotError

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Marking
    from polls.domain.text.problems import TextProblem


class SelectionFault(Enum):
    """What is wrong, where there is no more to tell."""

    RANKED_TWICE = auto()
    BALLOT_CHANGED = auto()  # it was filled in as another kind of ballot


class UnknownChoice(NamedTuple):
    """A choice that is not on the ballot."""

    marking: Marking
    """What may be marked."""


class RankLeftOut(NamedTuple):
    """A rank without a choice, before one that has some."""

    rank: int


class SharedRank(NamedTuple):
    """A rank with several choices, where each may have one."""

    rank: int
    choices: int


class ScoreOutOfRange(NamedTuple):
    """A score that there is not."""

    marking: Marking


class NotAlone(NamedTuple):
    """Something beside a choice that nothing else may be marked with."""

    name: str
    """What that choice is called."""


class NotToBeOrdered(NamedTuple):
    """A rank or a score for a choice that can only be marked."""

    name: str


class WrongNumber(NamedTuple):
    """More choices than may be marked, or fewer than must be."""

    number: int
    marking: Marking


SelectionProblem: TypeAlias = (
    SelectionFault
    | UnknownChoice
    | RankLeftOut
    | SharedRank
    | ScoreOutOfRange
    | NotAlone
    | NotToBeOrdered
    | WrongNumber
)


@dataclass(eq=False)
class InvalidSelectionError(InvalidBallotError):
    """The marks on a ballot do not make a selection."""

    field = "choice"
    problem: SelectionProblem


@dataclass(eq=False)
class InvalidNameError(InvalidBallotError):
    """The name on a ballot is missing, or cannot be shown."""

    field = "name"
    problems: tuple[TextProblem, ...]
    """What is wrong with it; nothing if none was given."""
