"""What can be wrong with a question, a change of one, or a field of their forms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.domain.counting.option_problems import OptionProblem
from polls.domain.errors import PollsError
from polls.domain.questions.problems.choices import ChoiceProblem
from polls.domain.questions.problems.rules import RuleProblem
from polls.domain.text.moment_problems import MomentProblem

if TYPE_CHECKING:
    from collections.abc import Sequence


class NumberTooLong(NamedTuple):
    """A number with too many digits."""

    most_digits: int


class MoreThanSeats(NamedTuple):
    """More choices are decided for than the question has seats."""

    seats: int


class NotOffered(NamedTuple):
    """A word that is none of those that a field can be, as the address of a form may have it."""

    written: str


class Fault(Enum):
    """What is wrong, where there is no more to tell."""

    OFFERED_TWICE = auto()
    NONE_BESIDE_DATES = auto()
    ENDS_BEFORE_BEGINNING = auto()
    END_MUST_CHANGE_FIRST = auto()  # or it would come before the beginning
    IS_PAST = auto()
    CLOSED_TO_CHOICES = auto()
    WAS_PUBLIC = auto()
    OFFER_IS_FIXED = auto()
    RULE_IS_FIXED = auto()
    ZONE_IS_FIXED = auto()
    STEP_ONLY_GROWS = auto()
    VOTE_CHANGED = auto()
    NOT_CONFIRMED = auto()
    NOT_OFFERED = auto()
    NO_NUMBER = auto()
    NO_CREATION_CODE = auto()
    OTHER_CREATION_CODE = auto()
    NO_MOMENT = auto()
    NO_QUORUM = auto()


Reason: TypeAlias = (
    Fault
    | NumberTooLong
    | MoreThanSeats
    | NotOffered
    | ChoiceProblem
    | RuleProblem
    | OptionProblem
    | MomentProblem
)


class Problem(NamedTuple):
    """What is wrong with one field of a form."""

    field: str
    reason: Reason


@dataclass(eq=False)
class InvalidQuestionError(PollsError):
    """A question breaks rules: all of those that it breaks."""

    problems: Sequence[Problem]
