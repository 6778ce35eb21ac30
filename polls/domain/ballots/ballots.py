"""Ballots: what a voter hands in, and what becomes of it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from polls.domain.ballots.refusals import InvalidNameError
from polls.domain.ballots.selections import Style
from polls.domain.text.texts import line_problems

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Selection

NAME_LENGTH = 100
"""Longest name of a voter, in characters: two lines of a phone."""


class Outcome(Enum):
    """How an accepted ballot was recorded."""

    NEW = auto()
    SAME = auto()  # the voter's ballot was already there, with these very marks
    CHANGED = auto()  # it took the place of the voter's earlier ballot
    WITHDRAWN = auto()  # the voter's ballot was taken back, and nothing took its place


class Recorded(NamedTuple):
    """What a voter has on record."""

    selection: Selection
    name: str | None


class Ballot(NamedTuple):
    """A selection on one question by the holder of one credential.

    What else the question's rules ask of a voter comes along; what they do not ask is left alone.
    """

    question_key: str
    selection: Selection
    credential: str
    network: str | None = None
    """What the voter's address shares with its household (`addresses.household`)."""
    name: str | None = None
    code: str | None = None
    """Of an invitation, as `invitations.parse_code` returns it. The invitation's holder is the
    voter then, whatever the credential is."""
    is_trial: bool = False
    """Whether the organiser tries a question out that is being prepared."""
    style: Style = Style.MARKS
    """In which the selection was read."""
    is_withdrawal: bool = False
    """Whether the voter takes back what is on record; `selection` says nothing then."""


class Particulars(TypedDict, total=False):
    """What some questions ask beside marks and credential: the fields of `Ballot`."""

    network: str | None
    name: str | None
    code: str | None
    is_trial: bool
    style: Style


def check_name(name: str) -> None:
    """Make sure that a voter's name can stand beside the ballot.

    Raises:
        InvalidNameError: it is missing, or cannot be shown.
    """
    if not name:
        raise InvalidNameError(())
    problems = line_problems(name, NAME_LENGTH)
    if problems:
        raise InvalidNameError(tuple(problems))
