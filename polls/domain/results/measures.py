"""The one number a choice that a table of results begins with, whatever the method."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Duels, Gauge, Grades, Round, Totals

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import Result, Votes
    from polls.domain.counting.profiles import Count


class Measure(Enum):
    """What is measured; the value heads the column."""

    VOTES = "Votes"
    FIRST_CHOICES = "First choices"
    DUELS = "Duels won"
    POINTS = "Points"
    YES = "Yes"
    GRADE = "Median grade"


class Measured(NamedTuple):
    """What each choice has, and what it can have at the most."""

    name: Measure
    values: Votes
    whole: Count


_TOTALS = {"votes": Measure.VOTES, "yes": Measure.YES}


def of(result: Result, base: Count, highest: int) -> Measured:  # noqa: PLR0911 - one a step
    """Return what the first step of a result measures.

    Args:
        result: of any method.
        base: what the ballots that are not blank weigh together.
        highest: the highest score that a ballot can give.
    """
    if not result.steps:
        return Measured(Measure.VOTES, {}, 0)
    match result.steps[0]:
        case Totals(name=name, values=values) if name in _TOTALS:
            return Measured(_TOTALS[name], values, base)
        case Totals(name="points", values=values):  # by places: the first is worth the most
            return Measured(Measure.POINTS, values, base * (len(values) - 1))
        case Totals(values=values):
            return Measured(Measure.POINTS, values, base * highest)
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
        case _:
            raise LookupError(f"No result begins with {result.steps[0]}.")
