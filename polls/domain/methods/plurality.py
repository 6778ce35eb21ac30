"""Plurality: one mark per ballot, the most marks win; several seats: single non-transferable vote.

With more marks allowed it is the block vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.counting import ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import Result, Totals
from polls.domain.counting.reasons import Quantity

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Marks, Profile


@dataclass(frozen=True)
class Options(ties.SeatOptions):
    """What can differ."""

    max_marks: int | None = option(
        1,
        "How many choices a ballot may mark; a ballot with more is not counted. none: any number.",
        for_files=True,
    )


def count(profile: Profile[Marks], options: Options, seats: int, lots: Lots) -> Result:
    """Return the `seats` choices with the most marks."""
    marked = totals.marks(profile, options.max_marks)
    placed = ties.place(options.electable(marked.votes) if marked.counted else {}, seats, lots)
    return Result(
        winners=placed.winners,
        ranking=ties.groups(marked.votes),
        tied=placed.tied,
        steps=(Totals(Quantity.VOTES, marked.votes),),
        ties=placed.ties,
        ballots=marked.counted + marked.blank + marked.invalid,
        blank=marked.blank,
        invalid=marked.invalid,
    )
