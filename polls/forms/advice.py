"""Which method fits a group, by three plain questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from polls.domain.questions.rules import Threshold


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
        "How many choices win?",
        {Winners.ONE: "One", Winners.SEVERAL: "Several, such as a committee"},
    ),
    "says": (
        "What do voters say?",
        {
            Says.ONE: "The one choice that they want",
            Says.ALL: "All that they accept",
            Says.ORDER: "Which they like better than which",
            Says.SCORES: "How good each of them is",
            Says.DATES: "When they can come",
        },
    ),
    "matters": (
        "What matters most?",
        {
            Matters.SIMPLE: "That everybody understands the count at once",
            Matters.MAJORITY: "That a majority stands behind the result",
            Matters.BROAD: "That as few as possible are unhappy with it",
            Matters.SHARE: "That minorities get their share of the winners",
        },
    ),
}
"""The field of each question, what it asks, and its answers: the usual one first."""


class Advice(NamedTuple):
    """A method, set up for the group, and why."""

    method: str
    why: str
    options: tuple[tuple[str, str], ...] = ()
    threshold: Threshold = Threshold.SIMPLE


def advised(winners: Winners, says: Says, matters: Matters) -> Advice:
    """Return the method for these answers."""
    return _ADVICE[winners][says][matters]


def _always(advice: Advice) -> dict[Matters, Advice]:
    return dict.fromkeys(Matters, advice)


_DATES = Advice(
    "availability",
    "The dates win on which the most can come; where several do, also those who can if need be "
    "decide.",
)
_NOTHING_TO_SHARE = "One winner cannot be shared out. "
_MOST_MARKS = "Everybody marks one choice and the most marks win: nothing is easier to explain."
_MOST_ACCEPTED = (
    "The choice wins that the most accept, so similar choices do not take votes from each other."
)
_RUNOFF = (
    "The last choice goes out, and its ballots go on to their next one, until one has a majority: "
    "a runoff without a second round, which can be followed by hand."
)
_PAIRS = (
    "Each choice is compared with each other one. A choice that a majority prefers to every other "
    "wins for certain."
)
_HIGHEST_SUM = "The scores are added up and the highest sum wins, as everybody expects."

_ADVICE = {
    Winners.ONE: {
        Says.ONE: {
            Matters.SIMPLE: Advice("plurality", _MOST_MARKS),
            Matters.MAJORITY: Advice(
                "plurality",
                "More than half of the ballots have to name the winner; if none has that, nothing "
                "is decided. If voters rank the choices, one ballot finds a majority more often.",
                threshold=Threshold.ABSOLUTE,
            ),
            Matters.BROAD: Advice(
                "plurality",
                "One mark says nothing of the other choices. If you want few to be unhappy, let "
                "people mark all that they accept.",
            ),
            Matters.SHARE: Advice("plurality", _NOTHING_TO_SHARE + _MOST_MARKS),
        },
        Says.ALL: {
            Matters.SIMPLE: Advice("approval", _MOST_ACCEPTED),
            Matters.MAJORITY: Advice(
                "approval",
                "More than half have to accept the winner; if they accept none, nothing is "
                "decided.",
                threshold=Threshold.ABSOLUTE,
            ),
            Matters.BROAD: Advice("approval", _MOST_ACCEPTED),
            Matters.SHARE: Advice("approval", _NOTHING_TO_SHARE + _MOST_ACCEPTED),
        },
        Says.ORDER: {
            Matters.SIMPLE: Advice("instant_runoff", _RUNOFF),
            Matters.MAJORITY: Advice("ranked_pairs", _PAIRS),
            Matters.BROAD: Advice(
                "borda",
                "Every place on a ballot is worth points, so a choice that is second for nearly "
                "all can win. It suits people who vote as they think: who ranks a rival last on "
                "purpose gains by it.",
            ),
            Matters.SHARE: Advice("ranked_pairs", _NOTHING_TO_SHARE + _PAIRS),
        },
        Says.SCORES: {
            Matters.SIMPLE: Advice("score", _HIGHEST_SUM),
            Matters.MAJORITY: Advice(
                "star",
                "Of the two highest sums the one wins that more ballots score higher, so a "
                "majority has the last word.",
            ),
            Matters.BROAD: Advice(
                "majority_judgment",
                "The grade in the middle counts: half of the ballots give the winner at least "
                "that, and a few extreme ones change nothing.",
            ),
            Matters.SHARE: Advice("score", _NOTHING_TO_SHARE + _HIGHEST_SUM),
        },
        Says.DATES: _always(_DATES),
    },
    Winners.SEVERAL: {
        Says.ONE: {
            **_always(Advice("plurality", "The choices with the most marks win.")),
            Matters.SHARE: Advice(
                "plurality",
                "Who has one mark only cannot fill every seat with it, so a minority that agrees "
                "gets one. It is shared out better if people rank the choices.",
            ),
        },
        Says.ALL: {
            **_always(Advice("approval", "The choices win that the most accept.")),
            Matters.SHARE: Advice(
                "approval",
                "A ballot counts less for the next winner once one of its choices has won, so "
                "that others get their share.",
                options=(("rule", "proportional"),),
            ),
        },
        Says.ORDER: {
            Matters.SIMPLE: Advice(
                "stv",
                "Whoever has the quota is elected and hands on what is above it: the usual way to "
                "elect a committee, which can be followed by hand.",
            ),
            Matters.MAJORITY: Advice(
                "instant_runoff",
                "The seats are filled one after the other, each by a majority of all ballots. "
                "Minorities may get none.",
            ),
            Matters.BROAD: Advice(
                "borda",
                "Every place on a ballot is worth points, and the highest sums win: choices that "
                "nearly all rank high.",
            ),
            Matters.SHARE: Advice(
                "stv",
                "Each group of voters gets as many seats as it has quotas of the ballots, whoever "
                "it ranks.",
            ),
        },
        Says.SCORES: {
            Matters.SIMPLE: Advice("score", _HIGHEST_SUM),
            Matters.MAJORITY: Advice(
                "star",
                "The seats are filled one after the other, each by a runoff between the two "
                "highest sums.",
            ),
            Matters.BROAD: Advice(
                "majority_judgment",
                "The best grades in the middle win: half of the ballots give each winner at least "
                "that.",
            ),
            Matters.SHARE: Advice(
                "score",
                "The highest sums win, which gives minorities no share. If that matters more than "
                "scores, let people rank the choices.",
            ),
        },
        Says.DATES: _always(_DATES),
    },
}
