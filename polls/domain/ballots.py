"""Ballots: what a voter hands in, and what becomes of it."""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypedDict

from polls.domain.errors import InvalidNameError, InvalidSelectionError, MalformedBallotError
from polls.domain.questions import counted
from polls.domain.texts import line_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

Selection: TypeAlias = tuple[int, ...]
"""The ids of the marked choices, each once, in ascending order."""

NAME_LENGTH = 100
"""Longest name of a voter, in characters: two lines of a phone."""

_NO_CHOICE = 0
_LONGEST_ID = 19
"""Digits of the largest 64-bit id. Python itself refuses to read past 4,300 digits."""


class Outcome(Enum):
    """How an accepted ballot was recorded."""

    NEW = auto()
    SAME = auto()  # the voter's ballot was already there, with these very marks
    CHANGED = auto()  # it took the place of the voter's earlier ballot


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


class Particulars(TypedDict, total=False):
    """What some questions ask beside marks and credential: the fields of `Ballot`."""

    network: str | None
    name: str | None
    code: str | None
    is_trial: bool


class Marking(NamedTuple):
    """What may be marked on the ballots of a question."""

    choice_ids: frozenset[int]
    alone_ids: frozenset[int]
    """Those of them that nothing else may be marked with: “None of these”, a blank vote."""
    fewest: int
    most: int | None
    """None: as many as there are."""


def parse_marks(marks: Sequence[str]) -> Selection:
    """Read the choice ids that a form sent, without repeats, in ascending order.

    Not in the order sent: that of a voter who met the choices shuffled would mark the ballot.

    Raises:
        MalformedBallotError: a mark is no number.
    """
    selection = set()
    for mark in filter(None, marks):
        if not (mark.isascii() and mark.isdigit()):
            raise MalformedBallotError
        selection.add(int(mark) if len(mark) <= _LONGEST_ID else _NO_CHOICE)
    return tuple(sorted(selection))


def check_selection(selection: Selection, marking: Marking) -> None:
    """Make sure that `selection` is what may be marked.

    Raises:
        InvalidSelectionError: with the sentence to show beside the form.
    """
    choice_ids, alone_ids, fewest, most = marking
    number = len(selection)
    is_alone = number == 1 and selection[0] in alone_ids
    if not is_alone and not fewest <= number <= (most or number):
        raise InvalidSelectionError(_wrong_number(number, marking))
    if not choice_ids.issuperset(selection):
        raise InvalidSelectionError(_UNKNOWN)
    if number > 1 and not alone_ids.isdisjoint(selection):
        raise InvalidSelectionError(_NOT_ALONE)


def check_name(name: str) -> None:
    """Make sure that a voter's name can stand beside the ballot.

    Raises:
        InvalidNameError: with the sentence to show beside the form.
    """
    if not name:
        raise InvalidNameError("You didn't give a name. Write yours, then vote.")
    problems = line_problems("Your name", name, NAME_LENGTH)
    if problems:
        raise InvalidNameError(" ".join(problems))


def _wrong_number(number: int, marking: Marking) -> str:
    fewest, most = marking.fewest, marking.most
    if fewest == most == 1:
        return _NONE if number == 0 else "Select one choice only, then vote."
    if fewest == most:
        allowed = f"{fewest}"
    elif most is None or most >= len(marking.choice_ids - marking.alone_ids):
        allowed = f"{fewest} or more"
    else:
        allowed = f"{fewest} {'or' if most == fewest + 1 else 'to'} {most}"
    marked = counted(number, "choice") if number else "no choice"
    return f"You marked {marked}; mark {allowed}, then vote."


_NONE = "You didn't select a choice. Select one, then vote."
_UNKNOWN = "That choice is not on this ballot. Select one of these, then vote."
_NOT_ALONE = (
    "You marked other choices together with one that stands alone. "
    "Mark either that one or the others, then vote."
)


def encode(selection: Selection) -> str:
    """Return the text in which a selection is stored: a JSON list of choice ids."""
    return f"[{','.join(map(str, selection))}]"


def decode(text: str) -> Selection:
    """Read what `encode` wrote."""
    return tuple(json.loads(text))
