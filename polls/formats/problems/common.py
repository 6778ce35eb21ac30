"""What can be wrong in files of several formats: with numbers, and with the names of choices."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class CommonFault(Enum):
    """What is wrong where there is no more to tell."""

    NO_CHOICES = auto()
    NO_NAME = auto()  # of a choice
    NO_SEATS = auto()  # the number is 0


class Figure(Enum):
    """What a number in a file says."""

    ALTERNATIVE = auto()  # one, by its number on a ballot
    ALTERNATIVE_NUMBER = auto()  # of one that is being named
    BALLOTS = auto()
    CHOICES = auto()
    MAX_RATING = auto()
    RANK = auto()
    SCORE = auto()
    SEATS = auto()
    VOTERS = auto()
    VOTE_WEIGHT = auto()


class NotWholeNumber(NamedTuple):
    """No whole number, or one that is too large."""

    figure: Figure
    most: int
    given: str


class NotNumber(NamedTuple):
    """Neither a whole number, nor a decimal, nor a fraction."""

    figure: Figure
    given: str


class NumberTooLarge(NamedTuple):
    """A number above the bound."""

    figure: Figure
    most: int
    given: str


class DotUnclear(NamedTuple):
    """A dot that could be a decimal's, or stand between thousands."""

    figure: Figure
    given: str


class ListedTwice(NamedTuple):
    """A choice that was named before."""

    name: str


class TooManyChoices(NamedTuple):
    """More choices than can be counted."""

    most: int


class NearlyAlike(NamedTuple):
    """A name that differs from another in what is easily overlooked."""

    name: str
    other: str


class NameTooLong(NamedTuple):
    """A name that no table has room for."""

    length: int
    longest: int
    """Characters that are allowed."""


CommonProblem: TypeAlias = (
    CommonFault
    | NotWholeNumber
    | NotNumber
    | NumberTooLarge
    | DotUnclear
    | ListedTwice
    | TooManyChoices
    | NearlyAlike
    | NameTooLong
)
