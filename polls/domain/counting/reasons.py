"""What a count did and why, as enums; sentences about it are written in `presentation`.

The values stand in the JSON of a count, so `docs/export.md` lists them.
"""

from __future__ import annotations

from enum import StrEnum


class Quantity(StrEnum):
    """What is added up for each choice."""

    VOTES = "votes"
    YES = "yes"
    YES_OR_IF_NEED_BE = "yes_or_if_need_be"
    ANSWERED = "answered"
    SUM = "sum"
    MEAN = "mean"
    POINTS = "points"
    """By places on the ballot."""
    VICTORIES = "victories"
    """In comparisons of two choices, a tie being half a victory."""
    WORST_DEFEAT = "worst_defeat"
    GAIN = "gain"
    """What a choice would add to what ballots have, if it got the next seat."""


class ElectedBy(StrEnum):
    """Why a round elects."""

    MAJORITY = "majority"
    MORE_VOTES = "more_votes"
    """Than the other of the last two."""
    BROKEN_TIE = "broken_tie"
    """Between the last two; the ties of the result say by what it was broken."""
    LAST_LEFT = "last_left"
    QUOTA = "quota"
    SEATS_LEFT = "seats_left"
    """There are as many seats left as choices."""
    QUOTA_AND_SEATS_LEFT = "quota_and_seats_left"
    """The first of them by the quota, and then there are as many seats left as choices."""


class EliminatedBy(StrEnum):
    """Why a round eliminates."""

    FEWEST_VOTES = "fewest_votes"
    FEWER_TOGETHER = "fewer_together"
    """Several have fewer votes together than the next one."""
    BARRED = "barred"
    """The options say that they cannot win."""


class TieBreak(StrEnum):
    """What broke a tie."""

    LOT = "lot"
    EARLIER_ROUND = "earlier_round"
    """The votes of a round before; the tie says which."""
    HIGHER_SUM = "higher_sum"
    HIGHEST_SCORES = "highest_scores"
    """More ballots with the highest score."""
    YES_OR_IF_NEED_BE = "yes_or_if_need_be"
    """More of both together."""
    HEAD_TO_HEAD = "head_to_head"
    HEAD_TO_HEAD_THEN_HIGHEST_SCORES = "head_to_head_then_highest_scores"


class Stake(StrEnum):
    """What a tie was about."""

    SEAT = "seat"
    ELIMINATION = "elimination"
    SURPLUS = "surplus"
    """Whose surplus goes first."""
    RUNOFF = "runoff"
    FINALIST = "finalist"
    """Who comes to the runoff."""
    ORDER = "order"
    """Which of equal majorities comes first."""


class Exhaustion(StrEnum):
    """Why a ballot counts for nobody from some round on."""

    NO_FURTHER_CHOICE = "no_further_choice"
    OVERVOTE = "overvote"
    """Several choices on one rank."""
    SKIPPED_RANKS = "skipped_ranks"
    REPEATED_CHOICE = "repeated_choice"
