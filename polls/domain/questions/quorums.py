"""How many ballots make a result, as people write it: “20”, or “25 %” of those who were invited."""

from __future__ import annotations

import re
from typing import NamedTuple

from polls.domain.questions.problems.fields import Fault, NumberTooLong
from polls.domain.text.texts import whole_number

_SHARE = re.compile(r"(\d+)\s*[%\N{FULLWIDTH PERCENT SIGN}\N{ARABIC PERCENT SIGN}]")
_MOST_DIGITS = 9


class QuorumError(ValueError):
    """A text that says no quorum; `problem` says why."""

    def __init__(self, problem: Fault | NumberTooLong) -> None:
        super().__init__(problem)
        self.problem = problem


class Quorum(NamedTuple):
    """One of the two, or neither."""

    ballots: int | None
    percent: int | None


def read(text: str) -> Quorum:
    """Read a quorum; an empty text asks for none.

    Raises:
        QuorumError: it is no number and no share.
    """
    text = text.strip()
    if not text:
        return Quorum(None, None)
    share = _SHARE.fullmatch(text)
    number = whole_number(share[1] if share else text, _MOST_DIGITS)
    if number is None and (share[1] if share else text).isdecimal():
        raise QuorumError(NumberTooLong(_MOST_DIGITS))
    if number is None:
        raise QuorumError(Fault.NO_QUORUM)
    return Quorum(None, number) if share else Quorum(number, None)


def written(ballots: int | None, percent: int | None) -> str:
    """Write a quorum as it is read."""
    if percent is not None:
        return f"{percent} %"
    return "" if ballots is None else str(ballots)
