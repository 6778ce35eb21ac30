"""Approval: voters mark every choice they would accept; by most marks, or proportional.

Proportional: sequential proportional approval voting (Thiele 1895; Lackner and Skowron,
"Multi-Winner Voting with Approval Preferences", 2023), in exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Totals
from polls.domain.counting.reasons import Quantity
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group, Step, Tie
    from polls.domain.counting.profiles import Count, Marks, Profile


@dataclass(frozen=True)
class ApprovalOptions(ties.SeatOptions):
    """What can differ."""

    rule: str = option(
        "block",
        "How several seats are filled: by the most marks (block), or one by one, where a ballot"
        " counts 1/(k+1) once k of its choices have a seat (proportional).",
        "block",
        "proportional",
    )
    max_marks: int | None = option(
        None,
        "How many choices a ballot may mark; a ballot with more is not counted. none: any number.",
        for_files=True,
    )


def count(profile: Profile[Marks], options: ApprovalOptions, seats: int, lots: Lots) -> CountResult:
    """Return the `seats` choices with the most marks, or a proportional committee in its order."""
    marked = totals.marks(profile, options.max_marks)
    steps: list[Step] = [Totals(Quantity.VOTES, marked.votes)]
    ranking: tuple[Group, ...] = ties.groups(marked.votes)
    if not marked.counted:
        placed = ties.Placed((), (), ())
    elif options.rule == "proportional":
        placed, turns = _in_turn(marked, tuple(options.electable(marked.votes)), seats, lots)
        steps += turns
        others = {c: n for c, n in marked.votes.items() if c not in placed.winners}
        ranking = (*((choice,) for choice in placed.winners), *ties.groups(others))
    else:
        placed = ties.place(options.electable(marked.votes), seats, lots)
    return CountResult(
        winners=placed.winners,
        ranking=ranking,
        tied=placed.tied,
        steps=tuple(steps),
        ties=placed.ties,
        ballots=marked.counted + marked.blank + marked.invalid,
        blank=marked.blank,
        invalid=marked.invalid,
    )


def _in_turn(
    marked: totals.Marked,
    electable: Group,
    seats: int,
    lots: Lots,
) -> tuple[ties.Placed, list[Totals]]:
    winners: list[int] = []
    broken: list[Tie] = []
    tied: dict[int, None] = {}
    turns: list[Totals] = []
    while len(winners) < min(seats, len(electable)):
        gains = _gains(marked, electable, winners)
        turns.append(Totals(Quantity.GAIN, gains, seat=len(winners) + 1))
        placed = ties.place(gains, 1, lots)
        winners += placed.winners
        broken += placed.ties
        tied |= dict.fromkeys(placed.tied)
    return ties.Placed(tuple(winners), tuple(broken), ties.at_stake(tied, winners)), turns


def _gains(marked: totals.Marked, electable: Group, winners: list[int]) -> dict[int, Count]:
    """Return for each choice that can get a seat what it would add to what the ballots have."""
    having: dict[int, dict[int, Count]] = {}
    elected = frozenset(winners)
    for chosen, count in marked.valid:
        has = len(elected.intersection(chosen))
        level = having.setdefault(has, {})
        for choice in chosen:
            level[choice] = level.get(choice, 0) + count
    return {
        choice: sum(
            (Fraction(level.get(choice, 0)) / (has + 1) for has, level in having.items()),
            Fraction(),
        )
        for choice in electable
        if choice not in elected
    }


METHOD = Method(
    "approval",
    "Approval",
    Style.MARKS,
    "Mark every choice you would accept; the one with the most marks wins.",
    ApprovalOptions,
    count,
    has_support=True,
    sentences=(
        (
            ("rule", "proportional"),
            (
                "Mark every choice you would accept; once one of its choices has won, a "
                "ballot counts less towards the next winner, so seats are shared in "
                "proportion."
            ),
        ),
    ),
    variants=(
        ("Approval, most marks", (("rule", "block"),)),
        ("Approval, proportional", (("rule", "proportional"),)),
    ),
)
