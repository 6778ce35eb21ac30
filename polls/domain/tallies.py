"""Tallies: how many ballots name each choice, what they weigh, and which selections they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.counting.profiles import Profile
from polls.domain.questions import Kind
from polls.domain.selections import Style, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.questions import Question
    from polls.domain.selections import Selection


class Count(NamedTuple):
    """So many ballots, of so much weight together."""

    ballots: int = 0
    weight: int = 0


class Group(NamedTuple):
    """Ballots with the same selection and the same weight."""

    selection: Selection
    weight: int
    """Of each."""
    ballots: int


@dataclass(slots=True)
class Tally:
    """What the ballots of a question say at one moment, kept up to date as they come and go."""

    style: Style
    candidates: tuple[int, ...]
    """The ids of the choices that can win: all but a blank vote."""
    blanks: frozenset[Selection]
    """The selections that are a blank vote."""
    total: Count = field(default_factory=Count)
    by_choice: dict[int, Count] = field(default_factory=dict)
    """Choice id → the ballots that name it; with several on a ballot they exceed the total."""
    weights: dict[Selection, int] = field(default_factory=dict)
    """Distinct selection, as the methods of counting take it, → what its ballots weigh."""

    def of(self, choice_id: int) -> Count:
        """Return the ballots that name a choice."""
        return self.by_choice.get(choice_id, Count())

    @property
    def profile(self) -> Profile[Any]:
        """The ballots as a method counts them."""
        return Profile(self.candidates, self.weights)

    def add(self, groups: Iterable[Group], sign: int = 1) -> None:
        """Let these ballots count too; with sign -1, not any more."""
        weights, by_choice = self.weights, self.by_choice
        ballots = weight = 0
        for group in groups:
            number, heavy = sign * group.ballots, sign * group.ballots * group.weight
            ballots += number
            weight += heavy
            for choice_id in named(group.selection, self.style):
                before = by_choice.get(choice_id, _NOTHING)
                by_choice[choice_id] = Count(before.ballots + number, before.weight + heavy)
            selection = self._countable(group.selection)
            weights[selection] = weights.get(selection, 0) + heavy
            if not weights[selection]:
                del weights[selection]
        self.total = Count(self.total.ballots + ballots, self.total.weight + weight)

    def _countable(self, selection: Selection) -> Selection:
        """Return a selection without a blank vote; scores one a candidate, in their order."""
        if self.style is Style.SCORES:
            scores = dict(selection)
            return tuple(scores.get(candidate) for candidate in self.candidates)
        return () if selection in self.blanks else selection


_NOTHING = Count()


def empty(question: Question) -> Tally:
    """Return the tally of a question without ballots."""
    candidates = (each.id for each in question.choices if each.kind is not Kind.BLANK)
    blanks = ((each.id,) for each in question.choices if each.kind is Kind.BLANK)
    return Tally(question.rules.style, tuple(candidates), frozenset(blanks))


def running(question: Question) -> Tally:
    """Return the tally that the counters kept with the ballots make, where each marks one choice.

    They know no weights: each is 1.
    """
    tally = empty(question)
    tally.add(Group((each.id,), 1, each.votes) for each in question.choices if each.votes)
    return tally


def folded(question: Question, groups: Iterable[Group]) -> Tally:
    """Return the tally of all these ballots."""
    tally = empty(question)
    tally.add(groups)
    return tally
