"""The result of a question: who leads, in numbers and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from polls.domain.questions import Choice, Question


class Lead(Enum):
    """What the leading line of a result says."""

    EMPTY = "empty"  # nobody has voted
    LEADS = "leads"  # one choice is ahead, voting goes on
    WON = "won"  # one choice is ahead, voting has ended
    LEVEL = "level"  # several share the lead, voting goes on
    TIED = "tied"  # several share the lead, voting has ended


@dataclass(frozen=True, slots=True)
class Line:
    """One choice in the table: `share` is in percent of all votes, rounded half up."""

    choice: Choice
    share: int
    is_leading: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A question's tally read by plurality: the most marks lead."""

    lead: Lead
    leaders: tuple[Choice, ...]
    lines: tuple[Line, ...]
    votes: int


def read(question: Question, now: datetime) -> Result:
    """Read the running count of `question`; its lines keep the order of the ballot."""
    total = question.vote_count
    most = max((choice.votes for choice in question.choices), default=0)
    leaders = tuple(c for c in question.choices if most and c.votes == most)
    lines = tuple(
        Line(choice, _percent(choice.votes, total), is_leading=choice in leaders)
        for choice in question.choices
    )
    is_closed = question.is_closed(now)
    return Result(_lead(len(leaders), is_closed=is_closed), leaders, lines, total)


def _lead(leaders: int, *, is_closed: bool) -> Lead:
    if leaders == 0:
        return Lead.EMPTY
    if leaders == 1:
        return Lead.WON if is_closed else Lead.LEADS
    return Lead.TIED if is_closed else Lead.LEVEL


def _percent(votes: int, total: int) -> int:
    # In integers: a binary float would round 12.5 % to the even neighbour.
    return (200 * votes + total) // (2 * total) if total else 0
