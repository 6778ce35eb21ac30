"""What can be wrong with the rules of a question."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class NoSuchMethod(NamedTuple):
    """A way of counting that there is not."""

    name: str
    others: tuple[str, ...]
    """The names of those that there are."""


class ElectsOne(NamedTuple):
    """A method that cannot elect several winners."""

    title: str
    others: tuple[str, ...]
    """The titles of methods that can, with the same ballots."""


class TooManyWinners(NamedTuple):
    """More winners than choices."""

    seats: int
    choices: int


class AllWin(NamedTuple):
    """As many winners as choices."""

    choices: int


class MinimumAboveChoices(NamedTuple):
    """A ballot would have to name more choices than there are."""

    minimum: int
    choices: int


class MinimumAboveMaximum(NamedTuple):
    """A ballot would have to name more choices than it may."""

    minimum: int
    maximum: int


class MaximumAboveChoices(NamedTuple):
    """A ballot could name more choices than there are."""

    maximum: int
    choices: int


class MarksOne(NamedTuple):
    """A method whose ballots mark one choice."""

    title: str
    others: tuple[str, ...]
    """The titles of methods whose ballots mark several."""


class NoSuchOption(NamedTuple):
    """An option that the method does not have."""

    title: str
    name: str
    others: tuple[str, ...]
    """The names of those that it has."""


class HighestOutOfRange(NamedTuple):
    """A highest score that no ballot can show."""

    most: int


class WrongNumberOfLabels(NamedTuple):
    """Not a label for each score."""

    highest: int
    labels: int


class RepeatedLabel(NamedTuple):
    """The same label for several scores."""

    label: str


class QuorumOutOfRange(NamedTuple):
    """More ballots than there can be, or none."""

    most: int


class NoSupport(NamedTuple):
    """A method that does not say how many ballots are for the winner."""

    title: str
    others: tuple[str, ...]
    """The titles of those that do."""


class PerNetworkOutOfRange(NamedTuple):
    """Too few votes from one network, or too many."""

    most: int


class StepTooSmall(NamedTuple):
    """Steps of results that are so small that they would tell a ballot."""

    fewest: int


class RuleFault(Enum):
    """What is wrong, where there is no more to tell."""

    NO_WINNER = auto()
    MINIMUM_BELOW_1 = auto()
    MAXIMUM_BELOW_1 = auto()
    SHARE_WITHOUT_INVITATIONS = auto()
    SHARE_OUT_OF_RANGE = auto()
    QUORUM_AND_SHARE = auto()
    MAJORITY_OF_SEVERAL = auto()


RuleProblem: TypeAlias = (
    RuleFault
    | NoSuchMethod
    | ElectsOne
    | TooManyWinners
    | AllWin
    | MinimumAboveChoices
    | MinimumAboveMaximum
    | MaximumAboveChoices
    | MarksOne
    | NoSuchOption
    | HighestOutOfRange
    | WrongNumberOfLabels
    | RepeatedLabel
    | QuorumOutOfRange
    | NoSupport
    | PerNetworkOutOfRange
    | StepTooSmall
)
