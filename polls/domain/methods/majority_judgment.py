"""Majority judgment: the choice with the best median grade wins.

Balinski and Laraki, "Majority Judgment", 2010: the majority grade is the lower of the middle
grades; ties are broken by taking it away from each of the tied, one ballot at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, TypeAlias

from polls.domain.ballots.selections import Style
from polls.domain.counting import ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Gauge, Grades, Tie
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Scores

    Run: TypeAlias = tuple[int, int, Fraction]
    """A lower grade, an upper grade, and how many pairs of such ballots lie side by side."""


@dataclass(frozen=True)
class MajorityJudgmentOptions(ties.SeatOptions):
    """What can differ."""

    highest: int = option(
        5,
        "The best grade; the worst is 0, and a blank counts as 0.",
        for_files=True,
    )


def count(
    profile: Profile[Scores], options: MajorityJudgmentOptions, seats: int, lots: Lots
) -> CountResult:
    """Return the `seats` best by majority grade, and by what is left when it is taken away."""
    scored = totals.scores(profile, 0, options.highest)
    given = {choice: _without_blanks(grades) for choice, grades in scored.given.items()}
    ranking = _ranking(given) if scored.counted else (profile.choices,)
    standing = [tuple(c for c in group if c not in options.cannot_win) for group in ranking]
    winners, tied, broken = _seated(standing, seats if scored.counted else 0, lots)
    gauges = (_gauge(choice, given[choice]) for group in ranking for choice in group)
    return CountResult(
        winners=winners,
        ranking=ranking,
        tied=tied,
        steps=(Grades(totals.grades(scored)), *(gauges if scored.counted else ())),
        ties=broken,
        ballots=scored.counted + scored.blank + scored.invalid,
        blank=scored.blank,
        invalid=scored.invalid,
    )


def _without_blanks(grades: Mapping[int | None, Count]) -> dict[int, Count]:
    given: dict[int, Count] = {}
    for grade, number in grades.items():
        given[grade or 0] = given.get(grade or 0, 0) + number
    return dict(sorted(given.items()))


def _ranking(given: Mapping[int, Mapping[int, Count]]) -> tuple[Group, ...]:
    runs = {choice: list(_taken_away(grades)) for choice, grades in given.items()}
    order = cmp_to_key(_compare)
    ranking: list[list[int]] = []
    for choice in sorted(given, key=lambda choice: order(runs[choice]), reverse=True):
        if ranking and not _compare(runs[ranking[-1][0]], runs[choice]):
            ranking[-1].append(choice)
        else:
            ranking.append([choice])
    return tuple(tuple(sorted(group)) for group in ranking)


def _taken_away(grades: Mapping[int, Count]) -> Iterator[Run]:
    """Yield the grades as they are taken away from the middle: lower, upper, and how often.

    With n ballots the lower middle one is the first to go, then in turn the next one above and
    the next one below what is gone. So the lower half goes downwards and the upper half upwards,
    in step; a grade that many gave makes one run.
    """
    half = Fraction(sum(grades.values())) / 2
    lower = _outermost(grades.items(), half)
    upper = _outermost(reversed(list(grades.items())), half)
    while lower and upper:
        (down, below), (up, above) = lower.pop(), upper.pop()
        both = min(below, above)
        yield down, up, both
        if below > both:
            lower.append((down, below - both))
        if above > both:
            upper.append((up, above - both))


def _outermost(grades: Iterable[tuple[int, Count]], half: Fraction) -> list[tuple[int, Fraction]]:
    """Return the grades from the outside in, until half of the ballots are reached."""
    taken: list[tuple[int, Fraction]] = []
    left = half
    for grade, number in grades:
        here = min(left, Fraction(number))
        if here:
            taken.append((grade, here))
            left -= here
    return taken


def _compare(one: Sequence[Run], other: Sequence[Run]) -> int:
    """Return 1 if the one is better, -1 if the other is, 0 if they have the same grades."""
    mine, theirs = list(reversed(one)), list(reversed(other))
    while mine and theirs:
        (down, up, long), (their_down, their_up, their_long) = mine.pop(), theirs.pop()
        if (down, up) != (their_down, their_up):
            return 1 if (down, up) > (their_down, their_up) else -1
        both = min(long, their_long)
        if long > both:
            mine.append((down, up, long - both))
        if their_long > both:
            theirs.append((down, up, their_long - both))
    return 0


def _gauge(choice: int, grades: Mapping[int, Count]) -> Gauge:
    median, _up, _long = next(_taken_away(grades))
    return Gauge(
        choice,
        median,
        above=sum(number for grade, number in grades.items() if grade > median),
        below=sum(number for grade, number in grades.items() if grade < median),
    )


def _seated(
    ranking: Sequence[Group],
    seats: int,
    lots: Lots,
) -> tuple[Group, Group, tuple[Tie, ...]]:
    winners: Group = ()
    for group in ranking:
        places = seats - len(winners)
        chosen = tuple(sorted(group, key=lots.index)[:places])
        winners += chosen
        if len(group) > places:
            tie = Tie(Stake.SEAT, group, chosen, TieBreak.LOT)
            return (winners, group, (tie,)) if places else (winners, (), ())
    return winners, (), ()


METHOD = Method(
    "majority_judgment",
    "Majority judgment",
    Style.SCORES,
    "Grade each choice; the one with the best middle grade (the median) wins.",
    MajorityJudgmentOptions,
    count,
    labels=("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent"),
)
