"""What can be wrong with a text that somebody writes."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple, TypeAlias


class TextFault(Enum):
    """What is wrong, where there is no more to tell."""

    EMPTY = auto()
    INVISIBLE = auto()
    TURNED_ROUND = auto()  # by a character that reverses the direction of the text
    CONTROLS = auto()
    CONTROLS_OR_BREAKS = auto()


class TooLong(NamedTuple):
    """More characters than it may have."""

    length: int
    longest: int


class TooManyMarks(NamedTuple):
    """More combining marks on one letter than it may have."""

    marks: int
    allowed: int


TextProblem: TypeAlias = TextFault | TooLong | TooManyMarks
