"""Why a text names no moment, or no date."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime


class MomentFault(Enum):
    """Why not, where there is no more to tell."""

    NOT_WRITTEN_AS_ONE = auto()
    NO_SUCH_TIME = auto()
    NO_SUCH_DAY = auto()
    ENDS_ANOTHER_DAY = auto()
    ENDS_BEFORE = auto()
    ENDS_AT_ONCE = auto()


class SkippedTime(NamedTuple):
    """The clocks of the zone go forward past it."""

    zone: str
    asked: datetime
    """As the clocks would show it."""
    shown: datetime
    """What they show in its place."""


class RepeatedTime(NamedTuple):
    """The clocks of the zone go back, and show it twice."""

    zone: str
    shown: datetime
    """What they show."""


class SkippedDay(NamedTuple):
    """The zone had no such day."""

    zone: str


class UnknownZone(NamedTuple):
    """There is no time zone of that name, which may be empty."""

    name: str


class NoDate(NamedTuple):
    """It is not written as dates are."""

    day: str
    days: str
    time: str
    hours: str
    """Examples of how they are."""


MomentProblem: TypeAlias = (
    MomentFault | SkippedTime | RepeatedTime | SkippedDay | UnknownZone | NoDate
)


class MomentError(ValueError):
    """A text names no moment, or no date; `problem` says why."""

    def __init__(self, problem: MomentProblem) -> None:
        super().__init__(problem)
        self.problem = problem
