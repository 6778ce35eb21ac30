"""The methods of counting: one file each, none knows another, and this is their list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from polls.domain.counting.lots import Lots
from polls.domain.counting.outcomes import Result
from polls.domain.counting.profiles import Profile
from polls.domain.methods import (
    approval,
    availability,
    borda,
    copeland,
    instant_runoff,
    majority_judgment,
    meek_stv,
    minimax,
    plurality,
    ranked_pairs,
    schulze,
    score,
    star,
    stv,
)

CountFunction: TypeAlias = Callable[[Profile[Any], Any, int, Lots], Result]


@dataclass(frozen=True)
class Method:
    """One method, and what forms, commands and documents need to offer it."""

    name: str
    title: str
    ballot: str
    """What a ballot of it has: `marks`, a `ranking` or `scores`."""
    sentence: str
    options: type[Any]
    count: CountFunction
    has_seats: bool = True
    """Whether it can fill more than one seat."""


METHODS = {
    method.name: method
    for method in (
        Method(
            "plurality",
            "Plurality",
            "marks",
            "One mark a ballot; the most marks win.",
            plurality.Options,
            plurality.count,
        ),
        Method(
            "approval",
            "Approval",
            "marks",
            "Mark all that you would accept; the most marks win, or share out the seats.",
            approval.Options,
            approval.count,
        ),
        Method(
            "score",
            "Score",
            "scores",
            "Score each choice; the highest sum wins.",
            score.Options,
            score.count,
        ),
        Method(
            "star",
            "STAR",
            "scores",
            "Score each choice; of the two highest sums, whom more ballots score higher wins.",
            star.Options,
            star.count,
        ),
        Method(
            "majority_judgment",
            "Majority judgment",
            "scores",
            "Grade each choice; the best median grade wins.",
            majority_judgment.Options,
            majority_judgment.count,
        ),
        Method(
            "availability",
            "Availability",
            "scores",
            "Answer each date with yes, if need be or no; the most yes win.",
            availability.Options,
            availability.count,
        ),
        Method(
            "instant_runoff",
            "Instant-runoff",
            "ranking",
            "The last one is out, its ballots go to their next choice, until one has a majority.",
            instant_runoff.Options,
            instant_runoff.count,
        ),
        Method(
            "ranked_pairs",
            "Ranked pairs",
            "ranking",
            "The strongest majorities between two choices put all in an order.",
            ranked_pairs.Options,
            ranked_pairs.count,
            has_seats=False,
        ),
        Method(
            "schulze",
            "Schulze",
            "ranking",
            "The strongest paths of majorities between two choices decide.",
            schulze.Options,
            schulze.count,
            has_seats=False,
        ),
        Method(
            "minimax",
            "Minimax",
            "ranking",
            "The choice wins whose worst defeat is the smallest.",
            minimax.Options,
            minimax.count,
            has_seats=False,
        ),
        Method(
            "copeland",
            "Copeland",
            "ranking",
            "The choice wins that beats the most others one against one.",
            copeland.Options,
            copeland.count,
            has_seats=False,
        ),
        Method(
            "borda",
            "Borda",
            "ranking",
            "Each place on a ballot is worth a point more than the next one.",
            borda.Options,
            borda.count,
        ),
        Method(
            "stv",
            "Single transferable vote (Scottish rules)",
            "ranking",
            "Whoever has the quota is elected and hands on what is above it; seats are shared out.",
            stv.Options,
            stv.count,
        ),
        Method(
            "meek_stv",
            "Single transferable vote (Meek)",
            "ranking",
            "Seats are shared out; each elected choice keeps just what it needs of each ballot.",
            meek_stv.Options,
            meek_stv.count,
        ),
    )
}
