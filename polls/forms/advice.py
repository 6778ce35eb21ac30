"""Which method fits a group, by three plain questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from polls.domain.questions.rules import Threshold
from polls.presentation.language import gettext_noop, translated


class Winners(StrEnum):
    """How many choices win?"""

    ONE = "one"
    SEVERAL = "several"


class Says(StrEnum):
    """What do voters say?"""

    ONE = "one"
    ALL = "all"
    ORDER = "order"
    SCORES = "scores"
    DATES = "dates"


class Matters(StrEnum):
    """What matters most?"""

    SIMPLE = "simple"
    MAJORITY = "majority"
    BROAD = "broad"
    SHARE = "share"


QUESTIONS: dict[str, tuple[str, dict[Any, str]]] = {
    "winners": (
        gettext_noop("How many choices win?"),
        {
            Winners.ONE: gettext_noop("One"),
            Winners.SEVERAL: gettext_noop("Several, such as a committee"),
        },
    ),
    "says": (
        gettext_noop("What do voters say?"),
        {
            Says.ONE: gettext_noop("The one choice they want"),
            Says.ALL: gettext_noop("Every choice they accept"),
            Says.ORDER: gettext_noop("Their order of preference"),
            Says.SCORES: gettext_noop("How good each choice is"),
            Says.DATES: gettext_noop("When they can come"),
        },
    ),
    "matters": (
        gettext_noop("What matters most?"),
        {
            Matters.SIMPLE: gettext_noop("That everyone understands the count immediately"),
            Matters.MAJORITY: gettext_noop("That a majority supports the result"),
            Matters.BROAD: gettext_noop("That as few as possible are unhappy with it"),
            Matters.SHARE: gettext_noop("That minorities get their share of the winners"),
        },
    ),
}
"""The field of each question, what it asks, and its answers: the usual one first."""


class Advice(NamedTuple):
    """A method, set up for the group, and why."""

    method: str
    reason: str
    options: tuple[tuple[str, str], ...] = ()
    threshold: Threshold = Threshold.SIMPLE
    caveat: str = ""
    """What is said before the reason."""

    @property
    def why(self) -> str:
        """All that is said for the method, in the reader's language."""
        return " ".join(translated(text) for text in (self.caveat, self.reason) if text)


def advised(winners: Winners, says: Says, matters: Matters) -> Advice:
    """Return the method for these answers."""
    return _ADVICE[winners][says][matters]


def _always(advice: Advice) -> dict[Matters, Advice]:
    return dict.fromkeys(Matters, advice)


_DATES = Advice(
    "availability",
    gettext_noop(
        "The date with the most “yes” answers wins; if several dates tie, the “if need be” answers "
        "decide."
    ),
)
_NOTHING_TO_SHARE = gettext_noop("A single winner cannot be shared between groups.")
_MOST_MARKS = gettext_noop(
    "Everyone marks one choice, and the one with the most marks wins: nothing is easier to explain."
)
_MOST_ACCEPTED = gettext_noop(
    "The choice that the most people accept wins, so similar choices do not take votes from each "
    "other."
)
_RUNOFF = gettext_noop(
    "The choice in last place is eliminated and its ballots move to their next choice, until one "
    "has a majority: a runoff without a second vote, simple enough to count by hand."
)
_PAIRS = gettext_noop(
    "Every two choices are compared head-to-head. A choice that a majority prefers to every other "
    "one is certain to win."
)
_HIGHEST_SUM = gettext_noop(
    "The scores are added up and the highest total wins, as everyone expects."
)

_ADVICE = {
    Winners.ONE: {
        Says.ONE: {
            Matters.SIMPLE: Advice("plurality", _MOST_MARKS),
            Matters.MAJORITY: Advice(
                "plurality",
                gettext_noop(
                    "More than half of the ballots must mark the winner; otherwise nothing is "
                    "decided. If voters rank the choices instead, a single vote finds a majority "
                    "more often."
                ),
                threshold=Threshold.ABSOLUTE,
            ),
            Matters.BROAD: Advice(
                "plurality",
                gettext_noop(
                    "One mark says nothing about the other choices. To leave few people unhappy, "
                    "let voters mark every choice they accept."
                ),
            ),
            Matters.SHARE: Advice("plurality", _MOST_MARKS, caveat=_NOTHING_TO_SHARE),
        },
        Says.ALL: {
            Matters.SIMPLE: Advice("approval", _MOST_ACCEPTED),
            Matters.MAJORITY: Advice(
                "approval",
                gettext_noop(
                    "More than half of the voters must accept the winner; otherwise nothing is "
                    "decided."
                ),
                threshold=Threshold.ABSOLUTE,
            ),
            Matters.BROAD: Advice("approval", _MOST_ACCEPTED),
            Matters.SHARE: Advice("approval", _MOST_ACCEPTED, caveat=_NOTHING_TO_SHARE),
        },
        Says.ORDER: {
            Matters.SIMPLE: Advice("instant_runoff", _RUNOFF),
            Matters.MAJORITY: Advice("ranked_pairs", _PAIRS),
            Matters.BROAD: Advice(
                "borda",
                gettext_noop(
                    "Every place on a ballot is worth points, so a choice that nearly everyone "
                    "ranks second can win. It suits people who vote as they think: ranking a "
                    "rival last on purpose pays off."
                ),
            ),
            Matters.SHARE: Advice("ranked_pairs", _PAIRS, caveat=_NOTHING_TO_SHARE),
        },
        Says.SCORES: {
            Matters.SIMPLE: Advice("score", _HIGHEST_SUM),
            Matters.MAJORITY: Advice(
                "star",
                gettext_noop(
                    "The two choices with the most points go to a runoff, which the one that more "
                    "voters scored higher wins: a majority has the last word."
                ),
            ),
            Matters.BROAD: Advice(
                "majority_judgment",
                gettext_noop(
                    "The middle grade of each choice counts: at least half of the voters gave the "
                    "winner that grade or a better one, and a few extreme grades change nothing."
                ),
            ),
            Matters.SHARE: Advice("score", _HIGHEST_SUM, caveat=_NOTHING_TO_SHARE),
        },
        Says.DATES: _always(_DATES),
    },
    Winners.SEVERAL: {
        Says.ONE: {
            **_always(Advice("plurality", gettext_noop("The choices with the most marks win."))),
            Matters.SHARE: Advice(
                "plurality",
                gettext_noop(
                    "With one mark each, a majority cannot easily fill every seat, so a minority "
                    "that agrees gets one. Seats are shared more evenly if people rank the "
                    "choices."
                ),
            ),
        },
        Says.ALL: {
            **_always(
                Advice("approval", gettext_noop("The choices that the most people accept win."))
            ),
            Matters.SHARE: Advice(
                "approval",
                gettext_noop(
                    "Once one of its choices has won, a ballot counts less towards the next "
                    "winner, so that other voters get their share."
                ),
                options=(("rule", "proportional"),),
            ),
        },
        Says.ORDER: {
            Matters.SIMPLE: Advice(
                "stv",
                gettext_noop(
                    "A choice that reaches the quota is elected, and its surplus votes move to "
                    "the next choice: the usual way to elect a committee, simple enough to count "
                    "by hand."
                ),
            ),
            Matters.MAJORITY: Advice(
                "instant_runoff",
                gettext_noop(
                    "The seats are filled one after another, each by a majority of all ballots. "
                    "Minorities may get none."
                ),
            ),
            Matters.BROAD: Advice(
                "borda",
                gettext_noop(
                    "Every place on a ballot is worth points, and the highest totals win: choices "
                    "that nearly everyone ranks high."
                ),
            ),
            Matters.SHARE: Advice(
                "stv",
                gettext_noop(
                    "Each group of voters that prefers the same choices gets seats in proportion "
                    "to its ballots."
                ),
            ),
        },
        Says.SCORES: {
            Matters.SIMPLE: Advice("score", _HIGHEST_SUM),
            Matters.MAJORITY: Advice(
                "star",
                gettext_noop(
                    "The seats are filled one after another, each by a runoff between the two "
                    "choices with the most points."
                ),
            ),
            Matters.BROAD: Advice(
                "majority_judgment",
                gettext_noop(
                    "The choices with the best middle grades win: at least half of the voters gave "
                    "each winner its middle grade or a better one."
                ),
            ),
            Matters.SHARE: Advice(
                "score",
                gettext_noop(
                    "The highest totals win, which gives minorities no share. If their share "
                    "matters more to you than scores, let people rank the choices."
                ),
            ),
        },
        Says.DATES: _always(_DATES),
    },
}
