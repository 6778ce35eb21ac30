"""Scores and grades in sentences: runoffs, medians, and what decides between equal medians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Gauge
from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext
from polls.presentation.wording import MOST_NAMES, plural, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from polls.domain.counting.outcomes import CountResult, Runoff
    from polls.domain.text.words import Names


def runoff(step: Runoff, names: Names) -> str:
    """Tell how many ballots prefer each of two finalists."""
    one, other = step.finalists
    loser = other if step.winner == one else one
    votes = step.votes[step.winner]
    return ngettext(
        "Runoff between %(one)s and %(other)s: %(num)s ballot prefers %(winner)s, %(fewer)s "
        "%(loser)s, %(undecided)s neither.",
        "Runoff between %(one)s and %(other)s: %(num)s ballots prefer %(winner)s, %(fewer)s "
        "%(loser)s, %(undecided)s neither.",
        plural(votes),
        num=number(votes),
        one=names[one],
        other=names[other],
        winner=names[step.winner],
        fewer=number(step.votes[loser]),
        loser=names[loser],
        undecided=number(step.undecided),
    )


def gauges(result: CountResult) -> dict[int, Gauge]:
    """Return the median of each choice, by its id; none where no medians are compared."""
    return {step.choice: step for step in result.all(Gauge)}


def gauge(step: Gauge, grade: Callable[[int], str]) -> str:
    """Tell a median grade, and how many ballots graded the choice higher and lower."""
    return gettext(
        "median grade %(grade)s; %(above)s graded it higher, %(below)s lower.",
        grade=grade(step.median),
        above=number(step.above),
        below=number(step.below),
    )


def gauge_alone(step: Gauge, grade: Callable[[int], str]) -> str:
    """Tell the same in one line of a phone, under the bar of its choice."""
    return gettext(
        "Median %(grade)s; %(above)s higher, %(below)s lower.",
        grade=grade(step.median),
        above=number(step.above),
        below=number(step.below),
    )


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
    had = [
        ngettext(
            "%(name)s had %(num)s grade above “%(grade)s” and %(below)s below",
            "%(name)s had %(num)s grades above “%(grade)s” and %(below)s below",
            plural(gauges[choice].above),
            num=number(gauges[choice].above),
            name=names[choice],
            below=number(gauges[choice].below),
            grade=grade(last),
        )
        for choice in equal[:MOST_NAMES]
    ]
    return ngettext(
        "%(equal)s have the same median grade, “%(grade)s”. Median grades are removed from each, "
        "one ballot at a time, until the medians differ: %(won)s stays ahead. %(had)s.",
        "%(equal)s have the same median grade, “%(grade)s”. Median grades are removed from each, "
        "one ballot at a time, until the medians differ: %(won)s stay ahead. %(had)s.",
        len(won),
        equal=some(equal, names),
        grade=grade(last),
        won=some(won, names),
        had=gettext("; ").join(had),
    )
