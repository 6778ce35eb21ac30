"""What is said of the fields of a form that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.errors import Problem
from polls.presentation.refusals.sentences import sentence

if TYPE_CHECKING:
    from polls.domain.errors import InvalidBallotError


def problems(error: InvalidBallotError) -> tuple[Problem, ...]:
    """Return what is said of a ballot, at the field that it is about."""
    return (Problem(error.field, sentence(error)),)
