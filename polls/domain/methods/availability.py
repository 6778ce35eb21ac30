"""Availability: voters answer each date with yes, if need be or no; the most “yes” answers win.

Ties go to the most “yes” and “if need be” answers together, then to drawing lots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import ties, totals
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Profile, Scores

YES, IF_NEED_BE, NO = 2, 1, 0
"""The answers as scores; a blank counts as no."""


@dataclass(frozen=True)
class AvailabilityOptions:
    """Nothing can differ."""


def count(
    profile: Profile[Scores], _options: AvailabilityOptions, seats: int, lots: Lots
) -> CountResult:
    """Return the `seats` choices at which the most can come."""
    answered = totals.scores(profile, NO, YES)
    yes = {choice: given.get(YES, 0) for choice, given in answered.given.items()}
    at_all = {
        choice: yes[choice] + given.get(IF_NEED_BE, 0) for choice, given in answered.given.items()
    }
    placed = ties.place(
        yes if answered.counted else {},
        seats,
        lots,
        [(TieBreak.YES_OR_IF_NEED_BE, at_all)],
    )
    either = {choice: at_all[choice] + given.get(NO, 0) for choice, given in answered.given.items()}
    most = max(at_all.values(), default=0) + 1
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups({choice: yes[choice] * most + at_all[choice] for choice in yes}),
        tied=placed.tied,
        steps=(
            Totals(Quantity.YES, yes),
            Totals(Quantity.YES_OR_IF_NEED_BE, at_all),
            Totals(Quantity.ANSWERED, either),
        ),
        ties=placed.ties,
        ballots=answered.counted + answered.blank + answered.invalid,
        blank=answered.blank,
        invalid=answered.invalid,
    )


METHOD = Method(
    "availability",
    "Availability",
    Style.SCORES,
    "Answer each date with “yes”, “if need be” or “no”; the date with the most “yes” answers wins.",
    AvailabilityOptions,
    count,
    has_dates=True,
    labels=("No", "If need be", "Yes"),
)
