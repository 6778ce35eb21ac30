"""What can be wrong with the texts and choices of a question."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from polls.domain.text.moment_problems import MomentProblem
    from polls.domain.text.problems import TextProblem


class Part(Enum):
    """A text of a choice."""

    TEXT = auto()
    DESCRIPTION = auto()
    LINK = auto()


class TextOfQuestion(NamedTuple):
    """A text of the question itself."""

    field: str
    """Its name in `Content`."""


class TextOfChoice(NamedTuple):
    """A text of a choice in a list."""

    number: int
    """Its place in the list, from 1."""
    part: Part
    is_added: bool = False
    """Whether the list is of those that are added to a question that exists."""
    is_date: bool = False
    """Whether it is a list of dates."""


class TextOfKnownChoice(NamedTuple):
    """The text of a choice that a question has already."""

    text: str
    """What it is so far."""


class ScoreLabel(NamedTuple):
    """The label of a score."""

    score: int


TextPlace: TypeAlias = TextOfQuestion | TextOfChoice | TextOfKnownChoice | ScoreLabel


class BadText(NamedTuple):
    """A text that cannot be shown as it is."""

    place: TextPlace
    problem: TextProblem


class NoWebAddress(NamedTuple):
    """A link that leads nowhere."""

    place: TextOfChoice


class BadDate(NamedTuple):
    """A choice that should be a date, and is none."""

    place: TextOfChoice | TextOfKnownChoice
    text: str
    problem: MomentProblem


class RepeatedChoice(NamedTuple):
    """A choice that comes several times."""

    text: str
    times: int
    is_exact: bool
    """Whether each time its characters are the same, and not only their look."""


class OfferedChoice(NamedTuple):
    """A choice that says what a setting offers below the choices."""

    text: str


class WrongNumberOfChoices(NamedTuple):
    """Too few choices, or too many."""

    number: int
    fewest: int
    most: int
    are_dates: bool = False


class RemovalConflict(Enum):
    """Why a choice stays on the ballot."""

    IS_CLOSED = auto()
    HAS_BALLOTS = auto()  # of which nobody may learn what they say
    IS_MARKED = auto()  # on one of them, perhaps replaced since


class CannotRemove(NamedTuple):
    """A choice that cannot be removed."""

    text: str
    conflict: RemovalConflict


class AlikeButForCapitals(NamedTuple):
    """Choices that are more often one than meant."""

    texts: tuple[str, ...]


class PastDates(NamedTuple):
    """Dates that have begun."""

    texts: tuple[str, ...]


ChoiceProblem: TypeAlias = (
    BadText
    | NoWebAddress
    | BadDate
    | RepeatedChoice
    | OfferedChoice
    | WrongNumberOfChoices
    | CannotRemove
    | AlikeButForCapitals
    | PastDates
)
