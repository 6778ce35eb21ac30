"""A result in words: the first sentence says who won, the others how it came to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting import comparisons, gradings
from polls.domain.counting.outcomes import (
    LOT,
    Duels,
    Gauge,
    Pair,
    Paths,
    Result,
    Round,
    Runoff,
)
from polls.domain.counting.words import listed, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.outcomes import Step, Tie, Transfer

_ABOUT = {
    "seat": "a seat",
    "elimination": "who is out",
    "surplus": "whose surplus goes first",
    "runoff": "the runoff",
    "finalist": "a place in the runoff",
    "order": "which pair comes first",
}


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
    return [sentence for step in result.steps for sentence in _told(step, result, names)]


def ties(result: Result, names: Sequence[str]) -> list[str]:
    """Tell each tie that had to be broken."""
    return [_tie(tie, names) for tie in result.ties]


def _told(step: Step, result: Result, names: Sequence[str]) -> Iterator[str]:
    match step:
        case Round():
            yield _round(step, names)
        case Pair():
            yield comparisons.pair(step, names)
        case Runoff():
            yield gradings.runoff(step, names)
        case Duels():
            yield comparisons.verdict(step, result.winners, names)
        case Gauge():
            yield f"{names[step.choice]}: {gradings.gauge(step, str)}"
        case Paths() if step.dropped:
            yield comparisons.dropped(step, (), names)
        case _:
            pass


def _round(step: Round, names: Sequence[str]) -> str:
    seat = f"Seat {step.part}, round" if step.part > 1 else "Round"
    parts = [f"{seat} {step.number}:"]
    if step.elected:
        won = listed(f"{names[c]} ({number(step.votes[c])})" for c in step.elected)
        has_enough = step.why.startswith(("a majority", "the quota"))
        parts.append(f"{won} elected{' with' if has_enough else ':'} {step.why}.")
    if step.eliminated:
        out = listed(f"{names[c]} ({number(step.votes[c])})" for c in step.eliminated)
        parts.append(f"{out} out{'' if step.elected else f': {step.why}'}.")
    if not step.elected and not step.eliminated and not step.transfers:
        left = sorted(step.votes, key=lambda choice: -step.votes[choice])
        told = [f"{names[choice]} {number(step.votes[choice])}" for choice in left]
        parts.append(f"{listed(told or ['nobody is left'])} at the end.")
    parts += [_transfer(each, names) for each in step.transfers]
    return " ".join(parts)


def _transfer(each: Transfer, names: Sequence[str]) -> str:
    to = sorted(each.to, key=lambda choice: -each.to[choice])
    went = [f"{number(each.to[c])} to {names[c]}" for c in to if each.to[c]]
    if each.exhausted:
        went.append(f"{number(each.exhausted)} to nobody")
    if each.lost:
        went.append(f"{number(each.lost)} lost in rounding")
    return f"From {names[each.source]}: {', '.join(went) or 'nothing'}."


def _tie(tie: Tie, names: Sequence[str]) -> str:
    among = listed(names[choice] for choice in tie.among)
    chosen = listed(names[choice] for choice in tie.chosen)
    by = "a lot" if tie.by == LOT else tie.by
    return f"Tie over {_ABOUT[tie.about]} between {among}: {chosen}, by {by}."
