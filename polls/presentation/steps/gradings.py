"""Scores and grades in words: runoffs between two, medians, and what decides between equal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Gauge
from polls.domain.text.words import number, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from polls.domain.counting.outcomes import Result, Runoff
    from polls.domain.counting.profiles import Count
    from polls.domain.text.words import Names


def runoff(step: Runoff, names: Names) -> str:
    """Tell how many ballots prefer which of two finalists."""
    one, other = step.finalists
    loser = other if step.winner == one else one
    votes = step.votes[step.winner]
    return (
        f"Runoff between {names[one]} and {names[other]}: {_prefer(votes)} "
        f"{names[step.winner]}, {number(step.votes[loser])} {names[loser]}, "
        f"{number(step.undecided)} neither."
    )


def gauge(step: Gauge, grade: Callable[[int], str]) -> str:
    """Tell a median grade, and how many gave more and less."""
    return (
        f"median grade {grade(step.median)}; {number(step.above)} gave more, "
        f"{number(step.below)} less."
    )


def same_median(
    result: Result,
    names: Names,
    grade: Callable[[int], str],
    barred: Collection[int] = (),
) -> str:
    """Say how majority judgment chose between equal medians, where it had to and no lot did.

    Those who are barred can take no seat, so nothing had to be chosen between them and others.
    """
    gauges = result.all(Gauge)
    medians = {step.choice: step.median for step in gauges if step.choice not in barred}
    if not result.winners or result.is_decided_by_lot:
        return ""
    last = medians[result.winners[-1]]
    equal = [choice for choice, median in medians.items() if median == last]
    won = [choice for choice in equal if choice in result.winners]
    if len(won) == len(equal):
        return ""
    who = "stays ahead" if len(won) == 1 else "stay ahead"
    return (
        f"{some(equal, names)} have the same median grade, {grade(last)}. Ballots with the median "
        f"are taken away from each of them, one at a time, until the medians differ: "
        f"{some(won, names)} {who}."
    )


def _prefer(votes: Count) -> str:
    return f"{number(votes)} {'ballot prefers' if votes == 1 else 'ballots prefer'}"
