"""What can be wrong with an option of a method, and with a method for ballots of a file."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class RepeatedOption(NamedTuple):
    """An option that is given twice."""

    name: str


class UnknownOption(NamedTuple):
    """An option that the method does not have."""

    name: str
    others: tuple[str, ...]
    """The names of those that it has."""


class NotAmongValues(NamedTuple):
    """A value that the option cannot have."""

    name: str
    values: tuple[str, ...]
    given: str


class NotYesOrNo(NamedTuple):
    """A value for an option that is yes or no."""

    name: str
    given: str


class NotWhole(NamedTuple):
    """A value for an option that is a whole number."""

    name: str
    least: int
    most: int
    given: str


class NotChoices(NamedTuple):
    """A value for an option that names choices, of which there are not so many."""

    name: str
    choices: int


class UnknownMethod(NamedTuple):
    """A method that there is not."""

    name: str
    others: tuple[str, ...]
    """The names of those that there are."""


class HasOneWinner(NamedTuple):
    """A method that cannot elect several winners."""

    title: str


class OtherBallots(NamedTuple):
    """A method that counts ballots of another kind than the file has."""

    title: str
    counted: str
    """The kind of ballot that the method counts, as `Style` calls it."""
    given: str
    """The kind of ballot that there is."""


class ScoresTooHigh(NamedTuple):
    """A file with scores higher than the method counts."""

    title: str
    highest: int
    """The highest score that the method counts."""
    given: int
    """The highest score that there is."""
    has_option: bool
    """Whether the method has an option for the highest score."""


OptionProblem: TypeAlias = (
    RepeatedOption
    | UnknownOption
    | NotAmongValues
    | NotYesOrNo
    | NotWhole
    | NotChoices
    | UnknownMethod
    | HasOneWinner
    | OtherBallots
    | ScoresTooHigh
)
