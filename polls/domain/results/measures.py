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
    step = result.steps[0]
    if isinstance(step, Totals):
        return _added_up(step, base, highest)
    if isinstance(step, Round):
        return Measured(Measure.FIRST_CHOICES, step.votes, base)
    if isinstance(step, Duels):
        won: dict[int, Count] = {}
        for (one, other), preferring in step.wins.items():
            won[one] = won.get(one, 0) + (preferring > step.wins[other, one])
        return Measured(Measure.DUELS, won, len(won) - 1)
    if isinstance(step, Grades):
        medians = {each.choice: each.median for each in result.all(Gauge)}
        return Measured(Measure.GRADE, medians, highest)
    if not isinstance(step, (Pair, Paths, Runoff, Gauge)):
        assert_never(step)
    raise LookupError(f"No result begins with {step}.")


def _added_up(totals: Totals, base: Count, highest: int) -> Measured:
    name, values = totals.name, totals.values
    if name is Quantity.VOTES:
        return Measured(Measure.VOTES, values, base)
    if name is Quantity.YES:
        return Measured(Measure.YES, values, base)
    if name is Quantity.POINTS:  # by places: the first is worth the most
        return Measured(Measure.POINTS, values, base * (len(values) - 1))
    if name is Quantity.SUM or name is Quantity.MEAN:
        return Measured(Measure.POINTS, values, base * highest)
    if (
        name is Quantity.YES_OR_IF_NEED_BE
        or name is Quantity.ANSWERED
        or name is Quantity.VICTORIES
        or name is Quantity.WORST_DEFEAT
        or name is Quantity.GAIN
    ):
        raise LookupError(f"No result begins with {name}.")
    assert_never(name)
