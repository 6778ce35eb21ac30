"""Scores and grades in sentences: runoffs, medians, and what decides between equal medians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Gauge
from polls.domain.text.words import MOST_NAMES, number, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from polls.domain.counting.outcomes import CountResult, Runoff
    from polls.domain.counting.profiles import Count
    from polls.domain.text.words import Names


def runoff(step: Runoff, names: Names) -> str:
    """Tell how many ballots prefer each of two finalists."""
    one, other = step.finalists
    loser = other if step.winner == one else one
    votes = step.votes[step.winner]
    return (
        f"Runoff between {names[one]} and {names[other]}: {_prefer(votes)} "
        f"{names[step.winner]}, {number(step.votes[loser])} {names[loser]}, "
        f"{number(step.undecided)} neither."
    )


def gauges(result: CountResult) -> dict[int, Gauge]:
    """Return the median of each choice, by its id; none where no medians are compared."""
    return {step.choice: step for step in result.all(Gauge)}


def gauge(step: Gauge, grade: Callable[[int], str]) -> str:
    """Tell a median grade, and how many ballots graded the choice higher and lower."""
    return (
        f"median grade {grade(step.median)}; {number(step.above)} graded it higher, "
        f"{number(step.below)} lower."
    )


def gauge_alone(step: Gauge, grade: Callable[[int], str]) -> str:
    """Tell the same as a sentence of its own, under the name of its choice."""
    told = gauge(step, grade)
    return f"{told[0].upper()}{told[1:]}"


def same_median(
    result: CountResult,
    names: Names,
    grade: Callable[[int], str],
    barred: Collection[int] = (),
) -> str:
    """Say how majority judgment chose between equal medians, where it had to and no lots did.

    Those who are barred can take no seat, so nothing had to be chosen between them and others.
    """
    gauges = {step.choice: step for step in result.all(Gauge) if step.choice not in barred}
    if not result.winners or result.is_decided_by_lot:
        return ""
    last = gauges[result.winners[-1]].median
    equal = [choice for choice, gauge in gauges.items() if gauge.median == last]
    won = [choice for choice in equal if choice in result.winners]
    if len(won) == len(equal):
        return ""
    stay = "stays" if len(won) == 1 else "stay"
    had = [
        f"{names[choice]} had {number(gauges[choice].above)} grades above “{grade(last)}” and "
        f"{number(gauges[choice].below)} below"
        for choice in equal[:MOST_NAMES]
    ]
    return (
        f"{some(equal, names)} have the same median grade, “{grade(last)}”. Median grades are "
        "removed from each, one ballot at a time, until the medians differ: "
        f"{some(won, names)} {stay} ahead. {'; '.join(had)}."
    )


def _prefer(votes: Count) -> str:
    return f"{number(votes)} {'ballot prefers' if votes == 1 else 'ballots prefer'}"
