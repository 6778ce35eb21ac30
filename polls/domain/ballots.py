"""Ballots: what a voter hands in, and what becomes of it."""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypedDict

from polls.domain.errors import InvalidSelectionError, MalformedBallotError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Selection: TypeAlias = tuple[int, ...]
"""The ids of the marked choices."""

_NO_CHOICE = 0
_LONGEST_ID = 19
"""Digits of the largest 64-bit id. Python itself refuses to read past 4,300 digits."""


class Outcome(Enum):
    """How an accepted ballot was recorded."""

    NEW = auto()
    SAME = auto()  # the voter's ballot was already there, with these very marks
    CHANGED = auto()  # it took the place of the voter's earlier ballot


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


class Particulars(TypedDict, total=False):
    """What some questions ask beside marks and credential: the fields of `Ballot`."""

    network: str | None
    name: str | None
    code: str | None
    is_trial: bool


def parse_marks(marks: Sequence[str]) -> Selection:
    """Read the choice ids that a form sent, without repeats, in the order sent.

    Raises:
        MalformedBallotError: a mark is no number.
    """
    selection = []
    for mark in filter(None, marks):
        if not (mark.isascii() and mark.isdigit()):
            raise MalformedBallotError
        selection.append(int(mark) if len(mark) <= _LONGEST_ID else _NO_CHOICE)
    return tuple(dict.fromkeys(selection))


def check_selection(selection: Selection, choice_ids: Collection[int]) -> None:
    """Make sure that `selection` marks exactly one of the question's choices.

    Raises:
        InvalidSelectionError: with the sentence to show beside the form.
    """
    if not selection:
        raise InvalidSelectionError("You didn't select a choice. Select one, then vote.")
    if len(selection) > 1:
        raise InvalidSelectionError("Select one choice only, then vote.")
    if selection[0] not in choice_ids:
        raise InvalidSelectionError(_UNKNOWN)


_UNKNOWN = "That choice is not on this ballot. Select one of these, then vote."


def encode(selection: Selection) -> str:
    """Return the text in which a selection is stored: a JSON list of choice ids."""
    return f"[{','.join(map(str, selection))}]"


def decode(text: str) -> Selection:
    """Read what `encode` wrote."""
    return tuple(json.loads(text))
