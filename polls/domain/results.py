"""The result of a question: who leads, in numbers and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from polls.domain.questions import Kind
from polls.domain.tallies import Count

if TYPE_CHECKING:
    from polls.domain.questions import Choice, Question
    from polls.domain.tallies import Tally


class Lead(Enum):
    """What the leading line of a result says."""

    EMPTY = "empty"  # nobody has voted, or only blank
    LEADS = "leads"  # one choice is ahead, voting goes on
    WON = "won"  # one choice is ahead, voting has ended
    LEVEL = "level"  # several share the lead, voting goes on
    TIED = "tied"  # several share the lead, voting has ended


@dataclass(frozen=True, slots=True)
class Line:
    """One choice in the table.

    `share` is the weight of the ballots that mark it, in percent of that of all ballots that are
    not blank, rounded half up. With several marks on a ballot the shares may exceed 100 together.
    """

    choice: Choice
    votes: int
    weight: int
    share: int
    is_leading: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A tally read by approval, which is plurality with one mark a ballot: most weight leads."""

    lead: Lead
    leaders: tuple[Line, ...]
    lines: tuple[Line, ...]
    """In the order of the ballot. Blank votes have none."""
    total: Count
    blank: Count
    is_weighted: bool
    """Whether some ballot weighs more than another."""

    @property
    def base(self) -> Count:
        """What the shares are of: the ballots that are not blank."""
        return Count(self.total.ballots - self.blank.ballots, self.total.weight - self.blank.weight)


def read(question: Question, tally: Tally, *, is_closed: bool) -> Result:
    """Read a tally of `question`."""
    blank = Count()
    for choice in question.choices:
        if choice.kind is Kind.BLANK:
            blank = tally.of(choice.id)
    counts = [(each, tally.of(each.id)) for each in question.choices if each.kind is not Kind.BLANK]
    base = tally.total.weight - blank.weight
    most = max((count.weight for _, count in counts), default=0)
    lines = tuple(
        Line(
            choice,
            count.ballots,
            count.weight,
            _percent(count.weight, base),
            is_leading=bool(most) and count.weight == most,
        )
        for choice, count in counts
    )
    leaders = tuple(line for line in lines if line.is_leading)
    return Result(
        _lead(len(leaders), is_closed=is_closed),
        leaders,
        lines,
        tally.total,
        blank,
        is_weighted=tally.total.weight != tally.total.ballots,
    )


def _lead(leaders: int, *, is_closed: bool) -> Lead:
    if leaders == 0:
        return Lead.EMPTY
    if leaders == 1:
        return Lead.WON if is_closed else Lead.LEADS
    return Lead.TIED if is_closed else Lead.LEVEL


def _percent(part: int, total: int) -> int:
    # In integers: a binary float would round 12.5 % to the even neighbour.
    return (200 * part + total) // (2 * total) if total else 0
