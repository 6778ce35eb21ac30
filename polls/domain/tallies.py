"""Tallies: how many ballots mark each choice, and what they weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polls.domain.ballots import Selection
    from polls.domain.questions import Question


class Count(NamedTuple):
    """So many ballots, of so much weight together."""

    ballots: int = 0
    weight: int = 0


class Group(NamedTuple):
    """Ballots with the same marks and the same weight."""

    selection: Selection
    weight: int
    """Of each."""
    ballots: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ballots of a question say at one moment."""

    total: Count
    by_choice: Mapping[int, Count]
    """Choice id → the ballots that mark it; with several marks they are more than the total."""

    def of(self, choice_id: int) -> Count:
        """Return the ballots that mark a choice."""
        return self.by_choice.get(choice_id, Count())


def running(question: Question) -> Tally:
    """Return the counts that are kept with the ballots. They know no weights: each is 1."""
    by_choice = {each.id: Count(each.votes, each.votes) for each in question.choices}
    return Tally(Count(question.vote_count, question.vote_count), by_choice)


def folded(groups: Iterable[Group]) -> Tally:
    """Return the tally of all these ballots."""
    total = Count()
    by_choice: dict[int, Count] = {}
    for group in groups:
        total = _plus(total, group)
        for choice_id in group.selection:
            by_choice[choice_id] = _plus(by_choice.get(choice_id, Count()), group)
    return Tally(total, by_choice)


def _plus(count: Count, group: Group) -> Count:
    return Count(count.ballots + group.ballots, count.weight + group.ballots * group.weight)
