"""What can be wrong with a file of PrefLib."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction


class PreflibFault(Enum):
    """What is wrong where there is no more to tell."""

    EMPTY = auto()
    NO_SIZE = auto()  # nothing says how many alternatives there are
    OPEN_BRACE = auto()
    ZERO = auto()  # as the number of an alternative


class NoTotals(NamedTuple):
    """A line in the place of the totals."""

    given: str


class OtherNames(NamedTuple):
    """Not each alternative has a name."""

    wanted: int


class OtherCount(NamedTuple):
    """Another number of ballots than the file says."""

    said: int | Fraction
    found: int | Fraction


class OtherOrders(NamedTuple):
    """Orders of another kind than the file says, as PrefLib calls the kinds."""

    said: str
    found: str


class AlternativeTwice(NamedTuple):
    """An alternative that is named or ranked a second time."""

    number: int


class NoOrders(NamedTuple):
    """Data of another kind than orders."""

    given: str


class NoOrderBegins(NamedTuple):
    """A line that does not begin as an order does."""

    given: str
    example: str
    """How one begins, in the form of this file."""


class NoOrder(NamedTuple):
    """A sign that does not belong there."""

    part: str


PreflibProblem: TypeAlias = (
    PreflibFault
    | NoTotals
    | OtherNames
    | OtherCount
    | OtherOrders
    | AlternativeTwice
    | NoOrders
    | NoOrderBegins
    | NoOrder
)
