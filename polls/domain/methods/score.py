"""Score: each choice gets a score from each ballot; the highest sum wins."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import quotas, ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Grades, Totals
from polls.domain.counting.reasons import Quantity, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.profiles import Count, Profile, Scores


@dataclass(frozen=True)
class ScoreOptions(ties.SeatOptions):
    """What can differ."""

    highest: int = option(5, "The highest score; the lowest is 0.", for_files=True)
    blanks: str = option(
        "zero",
        "How a choice without a score on a ballot is treated: as scored 0, and the highest sum wins"
        " (zero), or as not scored, and the highest mean wins (ignored).",
        "zero",
        "ignored",
    )


def count(profile: Profile[Scores], options: ScoreOptions, seats: int, lots: Lots) -> CountResult:
    """Return the `seats` choices with the highest sums, or means if blanks are ignored."""
    scored = totals.scores(profile, 0, options.highest)
    sums = {choice: _sum(given) for choice, given in scored.given.items()}
    means = {choice: _mean(sums[choice], given) for choice, given in scored.given.items()}
    if options.blanks == "zero" and scored.counted:
        means = {c: quotas.whole(Fraction(total) / scored.counted) for c, total in sums.items()}
    deciding = sums if options.blanks == "zero" else means
    top = {choice: given.get(options.highest, 0) for choice, given in scored.given.items()}
    placed = ties.place(
        options.electable(deciding) if scored.counted else {},
        seats,
        lots,
        [(TieBreak.HIGHEST_SCORES, top)],
    )
    return CountResult(
        winners=placed.winners,
        ranking=ties.groups(deciding),
        tied=placed.tied,
        steps=(
            Totals(Quantity.SUM, sums),
            Totals(Quantity.MEAN, means),
            Grades(totals.grades(scored)),
        ),
        ties=placed.ties,
        ballots=scored.counted + scored.blank + scored.invalid,
        blank=scored.blank,
        invalid=scored.invalid,
    )


def _sum(given: Mapping[int | None, Count]) -> Count:
    return sum((score or 0) * count for score, count in given.items())


def _mean(total: Count, given: Mapping[int | None, Count]) -> Count:
    """Return the mean of the scores that were given, 0 if there is none."""
    counted = sum(count for score, count in given.items() if score is not None)
    return quotas.whole(Fraction(total) / counted) if counted else 0


METHOD = Method(
    "score",
    "Score",
    Style.SCORES,
    "Score each choice; the one with the highest total wins.",
    ScoreOptions,
    count,
)
