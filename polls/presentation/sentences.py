"""A result in words: the first sentence says who won, the others how it came to that."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.outcomes import (
    Duels,
    Gauge,
    Pair,
    Paths,
    Result,
    Round,
    Runoff,
)
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.text.words import listed, some
from polls.presentation.steps import comparisons, gradings, rounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.outcomes import Step, Tie


def verdict(result: Result, names: Sequence[str]) -> str:
    """Say who won, and first of all whether a lot decided that."""
    if not result.winners:
        return "Nobody wins: there is no ballot that counts."
    winners = listed(names[choice] for choice in result.winners)
    said = f"{winners} {'wins' if len(result.winners) == 1 else 'win'}."
    if result.tied:
        tied = listed(names[choice] for choice in result.tied)
        return f"A lot decided between {tied}. {said}"
    if result.is_decided_by_lot:
        return f"{said} A lot had to break a tie on the way."
    return said


def steps(result: Result, names: Sequence[str]) -> list[str]:
    """Tell the steps that can be told in a sentence or two; the others are tables."""
    return [*_rounds(result, names), *_others(result, names)]


def ties(result: Result, names: Sequence[str]) -> list[str]:
    """Tell each tie that had to be broken."""
    return [_tie(tie, names) for tie in result.ties]


def _rounds(result: Result, names: Sequence[str]) -> Iterator[str]:
    steps = result.all(Round)
    told = rounds.sentences(steps, result.ties, names)
    for step, sentence in zip(steps, told, strict=True):
        seat = f"Seat {step.part}, round" if step.part > 1 else "Round"
        yield f"{seat} {step.number}: {sentence}"


def _others(result: Result, names: Sequence[str]) -> Iterator[str]:
    for step in result.steps:
        yield from _told(step, result, names)


def _told(step: Step, result: Result, names: Sequence[str]) -> Iterator[str]:
    match step:
        case Pair():
            yield comparisons.pair(step, names)
        case Runoff():
            yield gradings.runoff(step, names)
        case Duels():
            yield comparisons.verdict(step, result.winners, names)
        case Gauge():
            yield f"{names[step.choice]}: {gradings.gauge(step, str)}"
        case Paths() if said := comparisons.dropped(step, names):
            yield said
        case _:
            pass


def _tie(tie: Tie, names: Sequence[str]) -> str:
    among = some(tie.among, names)
    # Where equal majorities are put in order, nobody in particular is chosen.
    chosen = f"{some(tie.chosen, names)}, " if tie.chosen else ""
    return f"Tie over {_about(tie.about)} between {among}: {chosen}by {_by(tie)}."


def _about(stake: Stake) -> str:
    match stake:
        case Stake.SEAT:
            return "a seat"
        case Stake.ELIMINATION:
            return "who is out"
        case Stake.SURPLUS:
            return "whose surplus goes first"
        case Stake.RUNOFF:
            return "the runoff"
        case Stake.FINALIST:
            return "a place in the runoff"
        case Stake.ORDER:
            return "which pair comes first"
        case _:
            assert_never(stake)


def _by(tie: Tie) -> str:  # noqa: PLR0911 - one a rule
    match tie.by:
        case TieBreak.LOT:
            return "a lot"
        case TieBreak.EARLIER_ROUND if tie.rounds_ago == 1:
            return "the round before"
        case TieBreak.EARLIER_ROUND:
            return f"{tie.rounds_ago} rounds before"
        case TieBreak.HIGHER_SUM:
            return "the higher sum"
        case TieBreak.HIGHEST_SCORES:
            return "most highest scores"
        case TieBreak.YES_OR_IF_NEED_BE:
            return "most yes or if need be"
        case TieBreak.HEAD_TO_HEAD:
            return "head to head"
        case TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES:
            return "head to head, then highest scores"
        case _:
            assert_never(tie.by)
