"""A result in sentences, as the terminal shows it: who won, each step, and how ties were broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.outcomes import (
    CountResult,
    Duels,
    Gauge,
    Pair,
    Paths,
    Round,
    Runoff,
)
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.text.words import listed, some
from polls.presentation.steps import comparisons, gradings, round_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.outcomes import Step, Tie


def verdict(result: CountResult, names: Sequence[str]) -> str:
    """Say who won, and whether by drawing lots."""
    if not result.winners:
        return "Nobody wins: no ballot could be counted."
    winners = listed(names[choice] for choice in result.winners)
    tied = listed(names[choice] for choice in result.tied)
    verb = "wins" if len(result.winners) == 1 else "win"
    if tied and len(result.winners) == 1:
        return f"{tied} tied; {winners} wins by drawing lots."
    if tied:
        return f"{tied} tied, and lots were drawn. {winners} {verb}."
    if result.is_decided_by_lot:
        return f"{winners} {verb}. A tie along the way was broken by drawing lots."
    return f"{winners} {verb}."


def steps(result: CountResult, names: Sequence[str]) -> list[str]:
    """Tell the steps that can be told in a sentence or two; the others are tables."""
    return [*_rounds(result, names), *_others(result, names)]


def ties(result: CountResult, names: Sequence[str]) -> list[str]:
    """Tell each tie that had to be broken."""
    return [_tie(tie, names) for tie in result.ties]


def _rounds(result: CountResult, names: Sequence[str]) -> Iterator[str]:
    steps = result.all(Round)
    told = round_sentences.sentences(steps, result.ties, names)
    for step, sentence in zip(steps, told, strict=True):
        seat = f"Seat {step.part}, round" if step.part > 1 else "Round"
        yield f"{seat} {step.number}: {sentence}"


def _others(result: CountResult, names: Sequence[str]) -> Iterator[str]:
    for step in result.steps:
        yield from _told(step, result, names)


def _told(step: Step, result: CountResult, names: Sequence[str]) -> Iterator[str]:
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


def _tie(tie: Tie, names: Sequence[str]) -> str:  # noqa: PLR0911 - one a rule
    between, chosen = _between(tie, names), some(tie.chosen, names)
    match tie.by:
        case TieBreak.LOT if not tie.chosen:
            return f"{between}, broken by drawing lots."
        case TieBreak.LOT:
            return f"{between}, broken by drawing lots: {chosen}."
        case TieBreak.EARLIER_ROUND if tie.rounds_ago == 1:
            return f"{between}, broken by the votes of the previous round: {chosen}."
        case TieBreak.EARLIER_ROUND:
            return f"{between}, broken by the votes {tie.rounds_ago} rounds earlier: {chosen}."
        case TieBreak.HIGHER_SUM:
            return f"{between}, broken by the higher total score: {chosen}."
        case TieBreak.HIGHEST_SCORES:
            return f"{between}, broken by the number of highest scores: {chosen}."
        case TieBreak.YES_OR_IF_NEED_BE:
            return f"{between}, broken by “yes” and “if need be” together: {chosen}."
        case TieBreak.HEAD_TO_HEAD:
            return f"{between}, broken head-to-head: {chosen}."
        case TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES:
            return f"{between}, broken head-to-head, then by highest scores: {chosen}."
        case _:
            assert_never(tie.by)


def _between(tie: Tie, names: Sequence[str]) -> str:
    among = some(tie.among, names)
    match tie.about:
        case Stake.SEAT:
            return f"Tie for a seat between {among}"
        case Stake.ELIMINATION:
            return f"Tie for elimination between {among}"
        case Stake.SURPLUS:
            return f"Tie for the first surplus transfer between {among}"
        case Stake.RUNOFF:
            return f"Tie in the runoff between {among}"
        case Stake.FINALIST:
            return f"Tie for a place in the runoff between {among}"
        case Stake.ORDER:
            return f"Tie in the order of equal majorities between {among}"
        case _:
            assert_never(tie.about)
