"""The measure of a method: the number for each choice that the table of results begins with."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, assert_never

from polls.domain.counting.outcomes import (
    Duels,
    Gauge,
    Grades,
    Pair,
    Paths,
    Round,
    Runoff,
    Totals,
)
from polls.domain.counting.reasons import Quantity

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import CountResult, Votes
    from polls.domain.counting.profiles import Count


class Measure(Enum):
    """What is measured."""

    VOTES = auto()
    FIRST_CHOICES = auto()
    DUELS = auto()
    POINTS = auto()
    YES = auto()
    GRADE = auto()


class Measured(NamedTuple):
    """What each choice has, and what it can have at the most."""

    name: Measure
    values: Votes
    whole: Count


def of(result: CountResult, base: Count, highest: int) -> Measured:
    """Return what the first step of a result measures.

    Args:
        result: of any method.
        base: what the ballots that are not blank weigh together.
        highest: the highest score that a ballot can give.
    """
    if not result.steps:
        return Measured(Measure.VOTES, {}, 0)
    match result.steps[0]:
        case Totals() as totals:
            return _added_up(totals, base, highest)
        case Round(votes=votes):
            return Measured(Measure.FIRST_CHOICES, votes, base)
        case Duels(wins=wins):
            won: dict[int, Count] = {}
            for (one, other), preferring in wins.items():
                won[one] = won.get(one, 0) + (preferring > wins[other, one])
            return Measured(Measure.DUELS, won, len(won) - 1)
        case Grades():
            medians = {each.choice: each.median for each in result.all(Gauge)}
            return Measured(Measure.GRADE, medians, highest)
        case Pair() | Paths() | Runoff() | Gauge() as step:
            raise LookupError(f"No result begins with {step}.")
        case step:
            assert_never(step)


def _added_up(totals: Totals, base: Count, highest: int) -> Measured:
    match totals.name:
        case Quantity.VOTES:
            return Measured(Measure.VOTES, totals.values, base)
        case Quantity.YES:
            return Measured(Measure.YES, totals.values, base)
        case Quantity.POINTS:  # by places: the first is worth the most
            return Measured(Measure.POINTS, totals.values, base * (len(totals.values) - 1))
        case Quantity.SUM | Quantity.MEAN:
            return Measured(Measure.POINTS, totals.values, base * highest)
        case (
            Quantity.YES_OR_IF_NEED_BE
            | Quantity.ANSWERED
            | Quantity.VICTORIES
            | Quantity.WORST_DEFEAT
            | Quantity.GAIN
        ):
            raise LookupError(f"No result begins with {totals.name}.")
        case name:
            assert_never(name)
