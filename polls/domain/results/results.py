"""The result of a question: who leads, in numbers and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from polls.domain.questions.questions import Kind
from polls.domain.results import counts, measures, requirements
from polls.domain.results.phrases import as_listed
from polls.domain.results.tallies import Count
from polls.domain.text.words import share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting import outcomes
    from polls.domain.counting.profiles import Count as Weight
    from polls.domain.questions.questions import Choice, Question
    from polls.domain.questions.rules import Rules
    from polls.domain.results.measures import Measure
    from polls.domain.results.requirements import Requirement
    from polls.domain.results.tallies import Tally


class Lead(Enum):
    """What the leading line of a result says."""

    EMPTY = "empty"  # nobody has voted, or only blank
    LEADS = "leads"  # as many choices are ahead as there are seats, voting goes on
    WON = "won"  # the same, and voting has ended; a lot may have decided
    LEVEL = "level"  # more share the lead, voting goes on
    SHORT = "short"  # voting has ended with fewer ballots than the quorum
    UNSUPPORTED = "unsupported"  # the same, and who is ahead has less than the threshold
    TIED = "tied"  # more share the lead, voting has ended, and there is no seed for a lot


@dataclass(frozen=True, slots=True)
class Line:
    """One choice in the table.

    `share` is its weight in percent of the most that a choice can have, rounded half up: where
    choices are marked, of the ballots that are not blank. The shares may exceed 100 together. Where
    the winner needs a share of all ballots, it is of all of them, and has a decimal if it would
    otherwise round across that limit.
    """

    choice: Choice
    votes: int
    """Ballots that name it."""
    weight: Weight
    """What the method counts first: what those ballots weigh, first choices, points …"""
    share: Weight
    is_leading: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A tally, counted by the method of its question."""

    lead: Lead
    leaders: tuple[Line, ...]
    lines: tuple[Line, ...]
    """In the order of the ballot. Blank votes have none."""
    total: Count
    blank: Count
    is_weighted: bool
    """Whether some ballot weighs more than another."""
    measure: Measure
    """What the weight of a line is."""
    counted: outcomes.CountResult
    """What the method says, with every step of it."""
    names: Mapping[int, str]
    """The text of each choice by its id, as steps know it."""
    quorum: Requirement | None = None
    threshold: Requirement | None = None
    """What the winner needs, and has."""

    @property
    def tied(self) -> tuple[Line, ...]:
        """Among whom a lot alone decided who won, the winners included."""
        return tuple(line for line in self.lines if line.choice.id in self.counted.tied)

    @property
    def order(self) -> tuple[int, ...]:
        """The ids of the choices as the method puts them, the winners first."""
        ranked = (choice for group in self.counted.ranking for choice in group)
        return tuple(dict.fromkeys((*self.counted.winners, *ranked)))

    @property
    def ranked(self) -> tuple[Line, ...]:
        """The lines in the order of the result, best first.

        Choices that the method does not rank follow by their weight: when several seats are filled
        in turn, those without one.
        """
        places = {choice: place for place, choice in enumerate(self.order)}
        last = len(places)
        return tuple(
            sorted(self.lines, key=lambda line: (places.get(line.choice.id, last), -line.weight))
        )

    @property
    def base(self) -> Count:
        """What the shares are of: the ballots that are not blank."""
        return Count(self.total.ballots - self.blank.ballots, self.total.weight - self.blank.weight)


def read(question: Question, tally: Tally, *, is_closed: bool) -> Result:
    """Count a tally of `question` by its method, and say who leads."""
    blank = Count()
    for choice in question.choices:
        if choice.kind is Kind.BLANK:
            blank = tally.of(choice.id)
    base = Count(tally.total.ballots - blank.ballots, tally.total.weight - blank.weight)
    counted = counts.count(question, tally.profile, is_closed=is_closed)
    measure = measures.of(counted, base.weight, question.rules.highest)
    is_enough = requirements.enough(question.rules)
    whole = measure.whole if is_enough is None else tally.total.weight
    is_fixed = is_closed and question.lot_seed is not None
    leading = _leading(counted, is_fixed=is_fixed)
    lines = tuple(
        Line(
            choice,
            tally.of(choice.id).ballots,
            measure.values.get(choice.id, 0),
            share(measure.values.get(choice.id, 0), whole, is_enough),
            is_leading=choice.id in leading,
        )
        for choice in as_listed(question)
        if choice.kind is not Kind.BLANK
    )
    return Result(
        _lead(counted, is_closed=is_closed, is_fixed=is_fixed),
        tuple(line for line in lines if line.is_leading),
        lines,
        tally.total,
        blank,
        is_weighted=tally.total.weight != tally.total.ballots,
        measure=measure.name,
        counted=counted,
        names={line.choice.id: line.choice.text for line in lines},
    )


def judged(result: Result, rules: Rules, invited: Count | None, *, is_closed: bool) -> Result:
    """Return a result with what it needs; when voting has ended without that, nobody has won.

    Args:
        result: as it was counted.
        rules: of its question.
        invited: all invitations, where voters are invited.
        is_closed: whether voting has ended.
    """
    quorum = requirements.quorum(rules, result.total, invited)
    threshold = requirements.threshold(rules, result.counted, result.total)
    lead = result.lead
    if is_closed and lead is not Lead.EMPTY:
        if quorum and not quorum.is_met:
            lead = Lead.SHORT
        elif threshold and not threshold.is_met:
            lead = Lead.UNSUPPORTED
    return replace(result, lead=lead, quorum=quorum, threshold=threshold)


def _leading(counted: outcomes.CountResult, *, is_fixed: bool) -> frozenset[int]:
    """Return who leads: before the lots are known, also those among whom they will decide."""
    return frozenset(counted.winners if is_fixed else (*counted.winners, *counted.tied))


def _lead(counted: outcomes.CountResult, *, is_closed: bool, is_fixed: bool) -> Lead:
    if not counted.winners:
        return Lead.EMPTY
    if counted.tied and not is_fixed:
        return Lead.TIED if is_closed else Lead.LEVEL
    return Lead.WON if is_closed else Lead.LEADS
