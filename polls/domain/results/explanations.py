"""Why one choice wins in another's place when the same ballots are counted by another method."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from polls.domain.counting import ties
from polls.domain.counting.outcomes import (
    Duels,
    Gauge,
    Pair,
    Paths,
    Round,
    Runoff,
    Totals,
)
from polls.domain.counting.reasons import EliminatedBy, Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.outcomes import Choice, CountResult, Tie
    from polls.domain.counting.profiles import Count


class Ground(Enum):
    """On what ground a choice, the newcomer, wins and another one, the former winner, does not.

    Behind each stands what the two numbers of the explanation are.
    """

    TIE_BREAK = auto()
    """They were tied, and a rule decided."""
    RUNOFF = auto()
    """Ballots that prefer each in the runoff."""
    NO_RUNOFF = auto()
    """The former winner does not reach the runoff."""
    GRADE = auto()
    """Median grades."""
    MORE_ABOVE = auto()
    """Better grades than the median, which is the same."""
    FEWER_BELOW = auto()
    """Worse grades than the median, which is the same."""
    SAME_GRADE = auto()
    """The median is the same, and so is what is above and below: other grades decide."""
    FEWEST_VOTES = auto()
    """The former winner had the fewest votes of a round, and was out."""
    ELIMINATED = auto()
    """The former winner was out in a round for another reason."""
    ROUND = auto()
    """Votes in the round that elects the newcomer."""
    FIRST_CHOICES = auto()
    """First choices of the newcomer; ballots."""
    PREFERRED = auto()
    """Ballots that prefer each."""
    PREFERRED_TO_ALL = auto()
    """Ballots that prefer each; and the newcomer is preferred to every other choice, too."""
    PATH = auto()
    """Strengths of the strongest path from each to the other."""
    CIRCLE = auto()
    """Ballots that prefer each: that majority would close a circle."""
    WORST_DEFEAT = auto()
    VICTORIES = auto()
    GAIN = auto()
    """What each adds for a seat."""
    VOTES = auto()
    POINTS = auto()


_GROUNDS = {
    Quantity.WORST_DEFEAT: Ground.WORST_DEFEAT,
    Quantity.VICTORIES: Ground.VICTORIES,
}
"""Of what pairwise comparison leads to."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one choice wins in another's place."""

    ground: Ground
    come: Choice
    """The newcomer."""
    gone: Choice
    """The former winner."""
    mine: Count = 0
    """What the newcomer has."""
    theirs: Count = 0
    """What the former winner has, or of how many the newcomer has it."""
    at: int = 0
    """In which round, for which seat, or above or below which grade."""
    tie: Tie | None = None
    """Only with `TIE_BREAK`."""


def explanation(
    other: CountResult,
    come: Choice,
    gone: Choice,
    *,
    counts_first: bool,
) -> Explanation | None:
    """Return why one comes in another's place; None where no number tells.

    Args:
        other: of the method by which the newcomer wins, without a lot.
        come: who wins by it.
        gone: who has won by the question's own method.
        counts_first: whether it looks at the first rank of each ballot only.
    """
    tie = ties.deciding(other.ties, come)
    if tie is not None and gone in tie.among:
        return Explanation(Ground.TIE_BREAK, come, gone, tie=tie)
    if runoffs := other.all(Runoff):
        return _by_runoff(runoffs, come, gone)
    if gauges := {step.choice: step for step in other.all(Gauge)}:
        return _by_grades(gauges[come], gauges[gone])
    if rounds := other.all(Round):
        return _by_rounds(rounds, come, gone)
    if duels := other.all(Duels):
        return _by_duels(other, duels[0], come, gone)
    return _by_totals(other, come, gone, counts_first=counts_first)


def _by_runoff(runoffs: Sequence[Runoff], come: int, gone: int) -> Explanation:
    for runoff in runoffs:
        if set(runoff.finalists) == {come, gone}:
            return Explanation(Ground.RUNOFF, come, gone, runoff.votes[come], runoff.votes[gone])
    return Explanation(Ground.NO_RUNOFF, come, gone)


def _by_grades(mine: Gauge, theirs: Gauge) -> Explanation:
    come, gone, median = mine.choice, theirs.choice, mine.median
    if median != theirs.median:
        return Explanation(Ground.GRADE, come, gone, median, theirs.median)
    if mine.above > theirs.above:
        return Explanation(Ground.MORE_ABOVE, come, gone, mine.above, theirs.above, at=median)
    if mine.below < theirs.below:
        return Explanation(Ground.FEWER_BELOW, come, gone, mine.below, theirs.below, at=median)
    return Explanation(Ground.SAME_GRADE, come, gone, at=median)


def _by_rounds(rounds: Sequence[Round], come: int, gone: int) -> Explanation | None:
    for each in rounds:
        if gone in each.eliminated:
            has_fewest = each.eliminated_by is EliminatedBy.FEWEST_VOTES
            ground = Ground.FEWEST_VOTES if has_fewest else Ground.ELIMINATED
            return Explanation(ground, come, gone, at=each.number)
    for each in rounds:
        if come in each.elected and gone in each.votes:
            votes = each.votes[come], each.votes[gone]
            return Explanation(Ground.ROUND, come, gone, *votes, at=each.number)
    return None


def _by_duels(other: CountResult, duels: Duels, come: int, gone: int) -> Explanation | None:
    mine, theirs = duels.wins[come, gone], duels.wins[gone, come]
    if mine > theirs:
        is_above_all = duels.condorcet_winner == come
        ground = Ground.PREFERRED_TO_ALL if is_above_all else Ground.PREFERRED
        return Explanation(ground, come, gone, mine, theirs)
    for step in other.steps:
        if isinstance(step, Paths):
            there = step.strengths.get((come, gone), 0)
            back = step.strengths.get((gone, come), 0)
            if there > back:
                return Explanation(Ground.PATH, come, gone, there, back)
        elif isinstance(step, Pair):
            if (step.winner, step.loser) == (gone, come) and not step.is_locked:
                return Explanation(Ground.CIRCLE, come, gone, step.opposition, step.votes)
        elif isinstance(step, Totals) and step.name in _GROUNDS:
            values = step.values
            return Explanation(_GROUNDS[step.name], come, gone, values[come], values[gone])
    return None


def _by_totals(other: CountResult, come: int, gone: int, *, counts_first: bool) -> Explanation:
    """Compare the numbers that decided; those of its turn if a choice was elected in turn."""
    totals = other.all(Totals)
    if turns := [step for step in totals if step.name is Quantity.GAIN]:
        place = other.winners.index(come)
        values = turns[place].values
        return Explanation(Ground.GAIN, come, gone, values[come], values[gone], at=place + 1)
    values = totals[0].values
    if counts_first:
        base = other.ballots - other.blank
        return Explanation(Ground.FIRST_CHOICES, come, gone, values[come], base)
    ground = Ground.VOTES if totals[0].name is Quantity.VOTES else Ground.POINTS
    return Explanation(ground, come, gone, values[come], values[gone])
