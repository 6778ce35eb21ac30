"""Quorum and threshold: how many ballots a result needs, and how many of them the winner."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Round, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.questions.rules import Threshold

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.domain.counting import outcomes
    from polls.domain.counting.profiles import Count as Weight
    from polls.domain.questions.rules import Rules
    from polls.domain.results.tallies import Count

_HALF = Fraction(100, 2)
_TWO_THIRDS = Fraction(200, 3)
"""In percent."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """How much is needed, and how much there is: ballots, or what they weigh."""

    needed: int
    has: Weight | None
    """None: it may not be told yet."""
    is_weight: bool
    """Whether both are weights."""

    @property
    def missing(self) -> Weight:
        """How much more is needed."""
        return max(self.needed - (self.has or 0), 0)

    @property
    def is_met(self) -> bool:
        """Whether there is as much as is needed, as far as that may be told."""
        return self.has is not None and self.has >= self.needed


def has_quorum(rules: Rules) -> bool:
    """Tell whether a result needs so many ballots."""
    return rules.quorum is not None or rules.quorum_percent is not None


def quorum(rules: Rules, cast: Count | None, invited: Count | None) -> Requirement | None:
    """Return how many ballots are needed and there; blank ones count.

    Where invitations weigh differently, so do the ballots here.

    Args:
        rules: of the question.
        cast: the ballots; None if it may not be told what they weigh.
        invited: all invitations, in use or not; None where nobody is invited.
    """
    if not has_quorum(rules):
        return None
    is_weight = invited is not None and invited.weight != invited.ballots
    if rules.quorum is not None:
        needed = rules.quorum
    else:
        whole = invited.weight if invited else 0
        needed = -(-whole * (rules.quorum_percent or 0) // 100)  # a part of a ballot is one more
    has = None if cast is None else cast.weight if is_weight else cast.ballots
    return Requirement(needed, has, is_weight)


def threshold(rules: Rules, counted: outcomes.CountResult, cast: Count) -> Requirement | None:
    """Return how much support the winner needs and has; None if the most is enough.

    Of all ballots, blank ones included.
    """
    if rules.threshold is Threshold.SIMPLE or not counted.winners:
        return None
    has = _support(counted)
    if has is None:
        return None
    if rules.threshold is Threshold.ABSOLUTE:
        needed = cast.weight // 2 + 1
    else:
        needed = -(-cast.weight * 2 // 3)
    return Requirement(needed, has, is_weight=cast.weight != cast.ballots)


def enough(rules: Rules) -> Callable[[Fraction], bool] | None:
    """Return what tells whether a share of all ballots, in percent, is what the winner needs.

    None if the most is enough.
    """
    if rules.threshold is Threshold.SIMPLE:
        return None
    if rules.threshold is Threshold.ABSOLUTE:
        return lambda share: share > _HALF
    return lambda share: share >= _TWO_THIRDS


def _support(counted: outcomes.CountResult) -> Weight | None:
    """Return what stands for the winner: its marks, or what it has in the last round."""
    (winner, *others) = counted.winners
    first, last = counted.steps[0], counted.steps[-1]
    if not others and isinstance(first, Totals) and first.name is Quantity.VOTES:
        return first.values[winner]
    if not others and isinstance(first, Round) and isinstance(last, Round):
        return last.votes[winner]
    return None  # no question has such a threshold: domain/questions/fitting.py
