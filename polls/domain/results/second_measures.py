"""The second measure of a method: the number for each choice that explains the first one."""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.outcomes import Totals
from polls.domain.counting.reasons import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.outcomes import CountResult
    from polls.domain.counting.profiles import Count


class SecondMeasure(Enum):
    """What is measured."""

    MEAN = auto()
    """Of the scores, rounded to two decimals."""
    IF_NEED_BE = auto()
    """Answers “if need be”, beside those of “yes”."""


class SecondMeasured(NamedTuple):
    """What each choice has."""

    name: SecondMeasure
    values: Mapping[int, Count]
    """By the id of the choice."""


def of(result: CountResult) -> SecondMeasured | None:
    """Return what the second step of a result says, where that explains the first one."""
    steps = {step.name: step.values for step in result.all(Totals)}
    if Quantity.MEAN in steps:
        means = steps[Quantity.MEAN]
        rounded = {choice: round(Fraction(mean), 2) for choice, mean in means.items()}
        return SecondMeasured(SecondMeasure.MEAN, rounded)
    if Quantity.YES_OR_IF_NEED_BE in steps:
        yes = steps[Quantity.YES]
        more = {c: votes - yes[c] for c, votes in steps[Quantity.YES_OR_IF_NEED_BE].items()}
        return SecondMeasured(SecondMeasure.IF_NEED_BE, more)
    return None
