"""Plurality: one mark per ballot, the most marks win; several seats: single non-transferable vote.

With more marks allowed it is the block vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Marks, Profile


@dataclass(frozen=True)
class PluralityOptions(ties.SeatOptions):
    """What can differ."""

    max_marks: int | None = option(
        1,
        "How many choices a ballot may mark; a ballot with more is not counted. none: any number.",
        for_files=True,
    )


def count(
    profile: Profile[Marks], options: PluralityOptions, seats: int, lots: Lots
) -> CountResult:
    """Return the `seats` choices with the most marks."""
    marked = totals.marks(profile, options.max_marks)
    placed = ties.place(options.electable(marked.votes) if marked.counted else {}, seats, lots)
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups(marked.votes),
        tied=placed.tied,
        steps=(Totals(Quantity.VOTES, marked.votes),),
        ties=placed.ties,
        ballots=marked.counted + marked.blank + marked.invalid,
        blank=marked.blank,
        invalid=marked.invalid,
    )


METHOD = Method(
    "plurality",
    "Plurality",
    Style.MARKS,
    "Mark one choice; the one with the most marks wins.",
    PluralityOptions,
    count,
    has_one_mark=True,
    title_of_first_choices="Plurality of first choices",
    has_support=True,
)
