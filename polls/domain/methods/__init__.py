"""The methods of counting: one file each, none knows another, and this is their list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from polls.domain.ballots.selections import Style
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
Variants: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Method:
    """One method, and what forms, commands and documents need to offer it."""

    name: str
    title: str
    ballot: Style
    """What a ballot of it has."""
    sentence: str
    options: type[Any]
    count: CountFunction
    has_seats: bool = True
    """Whether it can fill more than one seat."""
    has_equal_ranks: bool = False
    """Whether a ballot may give several choices the same rank."""
    has_one_mark: bool = False
    """Whether a ballot marks one choice, no more and no less."""
    has_support: bool = False
    """Whether its winner has a share of the ballots, so that one can ask how large it must be."""
    variants: Variants = ()
    """With several seats: options that make another method of it, each with its title."""
    has_dates: bool = False
    """Whether its choices are dates, and its scores just those of `labels`."""
    labels: tuple[str, ...] = ()
    """What scores are called, from 0 on, where the question does not say; empty: by numbers."""

    @property
    def introduction(self) -> str:
        """Its title, and behind it what it does."""
        return f"{self.title}: {self.sentence[0].lower()}{self.sentence[1:]}"


METHODS = {
    method.name: method
    for method in (
        Method(
            "plurality",
            "Plurality",
            Style.MARKS,
            "One mark a ballot; the most marks win.",
            plurality.Options,
            plurality.count,
            has_one_mark=True,
            has_support=True,
        ),
        Method(
            "approval",
            "Approval",
            Style.MARKS,
            "Mark all that you would accept; the most marks win, or share out the seats.",
            approval.Options,
            approval.count,
            has_support=True,
            variants=(
                ("Approval, most marks", (("rule", "block"),)),
                ("Approval, proportional", (("rule", "proportional"),)),
            ),
        ),
        Method(
            "score",
            "Score",
            Style.SCORES,
            "Score each choice; the highest sum wins.",
            score.Options,
            score.count,
        ),
        Method(
            "star",
            "STAR",
            Style.SCORES,
            "Score each choice; of the two highest sums, whom more ballots score higher wins.",
            star.Options,
            star.count,
        ),
        Method(
            "majority_judgment",
            "Majority judgment",
            Style.SCORES,
            "Grade each choice; the best median grade wins.",
            majority_judgment.Options,
            majority_judgment.count,
            labels=("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent"),
        ),
        Method(
            "availability",
            "Availability",
            Style.SCORES,
            "Answer each date with yes, if need be or no; the most yes win.",
            availability.Options,
            availability.count,
            has_dates=True,
            labels=("No", "If need be", "Yes"),
        ),
        Method(
            "instant_runoff",
            "Instant-runoff",
            Style.RANKING,
            "The last one is out, its ballots go to their next choice, until one has a majority.",
            instant_runoff.Options,
            instant_runoff.count,
            has_support=True,
        ),
        Method(
            "ranked_pairs",
            "Ranked pairs",
            Style.RANKING,
            "The strongest majorities between two choices put all in an order.",
            ranked_pairs.Options,
            ranked_pairs.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "schulze",
            "Schulze",
            Style.RANKING,
            "The strongest paths of majorities between two choices decide.",
            schulze.Options,
            schulze.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "minimax",
            "Minimax",
            Style.RANKING,
            "The choice wins whose worst defeat is the smallest.",
            minimax.Options,
            minimax.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "copeland",
            "Copeland",
            Style.RANKING,
            "The choice wins that beats the most others one against one.",
            copeland.Options,
            copeland.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "borda",
            "Borda",
            Style.RANKING,
            "Each place on a ballot is worth a point more than the next one.",
            borda.Options,
            borda.count,
            has_equal_ranks=True,
        ),
        Method(
            "stv",
            "Single transferable vote (Scottish rules)",
            Style.RANKING,
            "Whoever has the quota is elected and hands on what is above it; seats are shared out.",
            stv.Options,
            stv.count,
        ),
        Method(
            "meek_stv",
            "Single transferable vote (Meek)",
            Style.RANKING,
            "Seats are shared out; each elected choice keeps just what it needs of each ballot.",
            meek_stv.Options,
            meek_stv.count,
            has_equal_ranks=True,
        ),
    )
}
