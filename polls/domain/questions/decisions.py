"""What an organiser may decide for when voting has ended, whatever the vote said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions.problems.fields import (
    Fault,
    InvalidQuestionError,
    MoreThanSeats,
    Problem,
)
from polls.domain.questions.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from polls.domain.questions.questions import Choice, Question


def choices(question: Question) -> tuple[Choice, ...]:
    """Return what can be decided for, down the ballot: all but the blank vote."""
    return tuple(choice for choice in question.choices if choice.kind is not Kind.BLANK)


def is_possible(kinds: Sequence[Kind], seats: int, *, is_over: bool) -> bool:
    """Tell whether choices of these kinds can be a decision, where one was made.

    Args:
        kinds: of the choices.
        seats: how many choices may win.
        is_over: whether voting has ended for good; one that goes on takes a decision back.
    """
    return is_over and Kind.BLANK not in kinds and len(kinds) <= seats


def check(question: Question, chosen: Collection[int]) -> None:
    """Make sure that choices can be the decision: one, or as many as the question has seats.

    Args:
        question: as it stands.
        chosen: ids of choices.

    Raises:
        InvalidQuestionError: there are none, too many, or others than the question has.
    """
    if not chosen or not set(chosen) <= {choice.id for choice in choices(question)}:
        raise InvalidQuestionError([Problem("decision", Fault.NOT_OFFERED)])
    if len(set(chosen)) > question.rules.seats:
        raise InvalidQuestionError([Problem("decision", MoreThanSeats(question.rules.seats))])
