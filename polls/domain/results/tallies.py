"""Tallies: how many ballots name each choice, what they weigh, and which selections they make."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.ballots.selections import Style, named
from polls.domain.counting.profiles import Profile
from polls.domain.questions.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question


class Count(NamedTuple):
    """So many ballots, of so much weight together."""

    ballots: int = 0
    weight: int = 0

    def plus(self, other: Count, times: int = 1) -> Count:
        """Return the sum, with the other so many times."""
        return Count(self.ballots + times * other.ballots, self.weight + times * other.weight)


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

    def fits(self, question: Question) -> bool:
        """Whether the question's ballots are still what this tally takes them for."""
        return _shape(question) == (self.style, self.candidates, self.blanks)

    def add(self, groups: Iterable[Group], sign: int = 1) -> None:
        """Let these ballots count too; with sign -1, not any more."""
        alike: defaultdict[tuple[int, int], list[Selection]] = defaultdict(list)
        for selection, weight, ballots in groups:
            alike[sign * ballots, weight].append(selection)
        for (ballots, weight), selections in alike.items():
            self._add(selections, Count(ballots, ballots * weight))

    def _add(self, selections: list[Selection], each: Count) -> None:
        """Count each of these selections so often."""
        self.total = self.total.plus(each, len(selections))
        # What a selection is made of names choices by itself. So all are counted in one go, ten
        # times as fast as selection by selection.
        for part, times in Counter(chain.from_iterable(selections)).items():
            for choice_id in named((part,), self.style):
                self.by_choice[choice_id] = self.of(choice_id).plus(each, times)
        weights, heavy = self.weights, each.weight
        for selection in self._countable(selections):
            together = weights.get(selection, 0) + heavy
            if together:
                weights[selection] = together
            else:
                weights.pop(selection, None)

    def _countable(self, selections: list[Selection]) -> Iterable[Selection]:
        """Return them without blank votes; scores one a candidate, in their order."""
        if self.style is Style.SCORES:
            rows = map(dict, selections)
            return [tuple(map(row.get, self.candidates)) for row in rows]
        if self.blanks.isdisjoint(selections):
            return selections
        return [() if each in self.blanks else each for each in selections]


def empty(question: Question) -> Tally:
    """Return the tally of a question without ballots."""
    return Tally(*_shape(question))


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


def _shape(question: Question) -> tuple[Style, tuple[int, ...], frozenset[Selection]]:
    candidates = (each.id for each in question.choices if each.kind is not Kind.BLANK)
    blanks = ((each.id,) for each in question.choices if each.kind is Kind.BLANK)
    return question.rules.style, tuple(candidates), frozenset(blanks)
