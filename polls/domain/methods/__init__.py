"""The methods of counting: one file each, none knows another, and this is their list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    sentences: tuple[tuple[tuple[str, str], str], ...] = ()
    """Options, by name and value, that make another sentence true, and that sentence."""
    variants: Variants = ()
    """With several seats: options that make another method of it, each with its title."""
    has_dates: bool = False
    """Whether its choices are dates, and its scores just those of `labels`."""
    labels: tuple[str, ...] = ()
    """What scores are called, from 0 on, where the question does not say; empty: by numbers."""

    def sentence_with(self, options: Iterable[tuple[str, str]]) -> str:
        """Return what it does with these options."""
        given = set(options)
        return next((said for option, said in self.sentences if option in given), self.sentence)

    def introduction(self, options: Iterable[tuple[str, str]] = ()) -> str:
        """Return its title, followed by what it does with these options."""
        sentence = self.sentence_with(options)
        return f"{self.title}: {sentence[0].lower()}{sentence[1:]}"


METHODS = {
    method.name: method
    for method in (
        Method(
            "plurality",
            "Plurality",
            Style.MARKS,
            "Mark one choice; the one with the most marks wins.",
            plurality.Options,
            plurality.count,
            has_one_mark=True,
            has_support=True,
        ),
        Method(
            "approval",
            "Approval",
            Style.MARKS,
            "Mark every choice you would accept; the one with the most marks wins.",
            approval.Options,
            approval.count,
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
        ),
        Method(
            "score",
            "Score",
            Style.SCORES,
            "Score each choice; the one with the highest total wins.",
            score.Options,
            score.count,
        ),
        Method(
            "star",
            "STAR",
            Style.SCORES,
            "Score each choice; the two with the most points go to a runoff: whichever more "
            "voters scored higher wins.",
            star.Options,
            star.count,
        ),
        Method(
            "majority_judgment",
            "Majority judgment",
            Style.SCORES,
            "Grade each choice; the one with the best middle grade (the median) wins.",
            majority_judgment.Options,
            majority_judgment.count,
            labels=("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent"),
        ),
        Method(
            "availability",
            "Availability",
            Style.SCORES,
            "Answer each date with “yes”, “if need be” or “no”; the date with the most “yes” "
            "answers wins.",
            availability.Options,
            availability.count,
            has_dates=True,
            labels=("No", "If need be", "Yes"),
        ),
        Method(
            "instant_runoff",
            "Instant-runoff",
            Style.RANKING,
            "The choice in last place is eliminated and its ballots move to their next choice, "
            "until one has a majority.",
            instant_runoff.Options,
            instant_runoff.count,
            has_support=True,
        ),
        Method(
            "ranked_pairs",
            "Ranked pairs",
            Style.RANKING,
            "Every two choices are compared; the strongest majorities are honoured first, and "
            "together they rank all choices.",
            ranked_pairs.Options,
            ranked_pairs.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "schulze",
            "Schulze",
            Style.RANKING,
            "Every two choices are compared; the winner has a chain of majorities to each other "
            "choice that is at least as strong as any chain back.",
            schulze.Options,
            schulze.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "minimax",
            "Minimax",
            Style.RANKING,
            "Every two choices are compared; the choice with the smallest worst defeat wins.",
            minimax.Options,
            minimax.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "copeland",
            "Copeland",
            Style.RANKING,
            "The choice that wins the most head-to-head comparisons wins.",
            copeland.Options,
            copeland.count,
            has_seats=False,
            has_equal_ranks=True,
        ),
        Method(
            "borda",
            "Borda",
            Style.RANKING,
            "Each place on a ballot is worth one point more than the place below it; the most "
            "points win.",
            borda.Options,
            borda.count,
            has_equal_ranks=True,
        ),
        Method(
            "stv",
            "Single transferable vote (Scottish rules)",
            Style.RANKING,
            "A choice that reaches the quota is elected, and its surplus votes move to the next "
            "choice; seats are shared in proportion.",
            stv.Options,
            stv.count,
        ),
        Method(
            "meek_stv",
            "Single transferable vote (Meek)",
            Style.RANKING,
            "Seats are shared in proportion; each elected choice keeps only the part of each "
            "ballot that it needs.",
            meek_stv.Options,
            meek_stv.count,
            has_equal_ranks=True,
        ),
    )
}
