"""Rounds of a count in words: who is elected or out, and where the ballots go."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Stake,
    TieBreak,
)
from polls.domain.text.texts import counted
from polls.domain.text.words import MOST_NAMES, listed, number, some
from polls.presentation.steps.tie_breaks import had_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polls.domain.counting.outcomes import Group, Round, Tie, Transfer
    from polls.domain.counting.profiles import Count
    from polls.domain.text.words import Names


def sentences(
    rounds: Sequence[Round],
    ties: Sequence[Tie],
    names: Names,
    *,
    is_weighted: bool = False,
) -> list[str]:
    """Tell each round in a few sentences.

    What moves is called a ballot as long as each counts as one; otherwise it is votes.
    """
    is_whole = not is_weighted and all(t.value == 1 for each in rounds for t in each.transfers)
    noun = "ballots" if is_whole else "votes"
    return [
        " ".join(_round(each, next_, ties, names, noun))
        for each, next_ in zip_longest(rounds, rounds[1:])
    ]


def exhaustion(reason: Exhaustion) -> str:
    """Return what a table of rounds calls ballots that count for nobody for this reason."""
    match reason:
        case Exhaustion.NO_FURTHER_CHOICE:
            return "no further choice"
        case Exhaustion.OVERVOTE:
            return "several on one rank"
        case Exhaustion.SKIPPED_RANKS:
            return "skipped ranks"
        case Exhaustion.REPEATED_CHOICE:
            return "a choice twice"
        case _:
            assert_never(reason)


def _round(
    step: Round,
    after: Round | None,
    ties: Sequence[Tie],
    names: Names,
    noun: str,
) -> Iterator[str]:
    if step.elected:
        yield from _seated(step, ties, names, noun)
    ended = _ended(step, after)
    for transfer in step.transfers:
        if transfer.source not in step.eliminated:
            yield _surplus(step, transfer, ended, names)
    if len(step.eliminated) == 1:
        yield _out(step, step.eliminated[0], ties, names)
    elif step.eliminated:
        yield _all_out(step, names)
    for transfer in step.transfers:
        if transfer.source in step.eliminated and step.votes[transfer.source]:
            yield _ballots(transfer, ended, names, noun, alone=len(step.eliminated) == 1)
    if not (step.elected or step.eliminated or step.transfers):
        yield _end(step, names)


def _seated(step: Round, ties: Sequence[Tie], names: Names, noun: str) -> Iterator[str]:
    """Say who is elected, and if others had as many votes, what decided."""
    at_stake = [t for t in ties if t.about is Stake.SEAT and set(t.chosen) <= set(step.elected)]
    if step.elected_by is ElectedBy.BROKEN_TIE and at_stake:
        tie = at_stake[0]
        each = counted(step.votes[tie.chosen[0]], "vote")
        yield f"{some(tie.among, names)} have {each} each; {_chosen(tie, names)}."
        return
    yield _elected(step, names, noun)
    for tie in at_stake:
        yield f"{some(tie.among, names)} were tied; {_chosen(tie, names)}."


def _chosen(tie: Tie, names: Names) -> str:
    who = some(tie.chosen, names)
    verb = "is" if len(tie.chosen) == 1 else "are"
    if tie.by is TieBreak.LOT:
        return f"lots were drawn, and {who} {verb} elected"
    return f"{who} had {had_more(tie)} and {verb} elected"


def _elected(step: Round, names: Names, noun: str) -> str:  # noqa: PLR0911 - one a reason
    quota = number(step.quota)
    if len(step.elected) > 1:
        who = _with_votes(step.elected, step.votes, names)
        if step.elected_by is ElectedBy.QUOTA:
            return f"{who} have the quota of {quota} and are elected."
        if step.elected_by is ElectedBy.QUOTA_AND_SEATS_LEFT:
            return f"{who} are elected: the quota; no more left than seats."
        return f"{who} are elected: as many are left as seats."
    (choice,) = step.elected
    who, votes, whole = names[choice], number(step.votes[choice]), number(sum(step.votes.values()))
    match step.elected_by:
        case ElectedBy.MAJORITY:
            return f"{who} has a majority, {votes} of {whole} {noun}, and is elected."
        case ElectedBy.QUOTA:
            return f"{who} has the quota of {quota}, with {votes}, and is elected."
        case ElectedBy.MORE_VOTES:
            return f"{who} has {votes}, more than the other who is left, and is elected."
        case ElectedBy.LAST_LEFT:
            return f"{who} is the last one left, and is elected."
        case ElectedBy.SEATS_LEFT | ElectedBy.QUOTA_AND_SEATS_LEFT:
            return f"{who} is elected with {votes}: as many are left as seats."
        case ElectedBy.BROKEN_TIE | None:
            return f"{who} is elected with {votes}."
        case _:
            assert_never(step.elected_by)


def _surplus(step: Round, each: Transfer, ended: Sequence[str], names: Names) -> str:
    above = number(step.votes[each.source] - step.quota)
    went = _went(each, ended, names)
    return (
        f"What {names[each.source]} has above the quota, {above}, goes on, "
        f"each ballot at {number(each.value)} of its value: {went or 'nobody else is named'}."
    )


def _out(step: Round, choice: int, ties: Sequence[Tie], names: Names) -> str:
    what = "first choices" if step.number == 1 and step.part == 1 else "votes"
    votes = step.votes[choice]
    if step.eliminated_by is EliminatedBy.BARRED:
        return f"Out first, because it can take no seat: {names[choice]}, with {number(votes)}."
    had = f"had the fewest {what}, {number(votes)}" if votes else f"had no {what}"
    return f"{names[choice]} {had}{_tied(choice, ties, names)}."


def _tied(choice: int, ties: Sequence[Tie], names: Names) -> str:
    """Say between whom it was, if others had as few, and what decided."""
    for tie in ties:
        if tie.about is Stake.ELIMINATION and tie.chosen == (choice,):
            others = [other for other in tie.among if other != choice]
            like = some(others, names)
            return f", as {like} had: {_decided(tie)} decided"
    return ""


def _decided(tie: Tie) -> str:
    if tie.by is TieBreak.LOT:
        return "a lot"
    if tie.rounds_ago == 1:
        return "the votes of the round before"
    return f"the votes of {tie.rounds_ago} rounds before"


def _all_out(step: Round, names: Names) -> str:
    out = _with_votes(step.eliminated, step.votes, names)
    if step.eliminated_by is EliminatedBy.BARRED:
        return f"Out first, because they can take no seat: {out}."
    return f"{out} together had fewer votes than the next one, and are out."


def _ballots(
    each: Transfer,
    ended: Sequence[str],
    names: Names,
    noun: str,
    *,
    alone: bool,
) -> str:
    whose = f"its {noun}" if alone else f"the {noun} of {names[each.source]}"
    to = [choice for choice in each.to if each.to[choice]]
    if not to:
        return f"{whose[0].upper()}{whose[1:]} named no other."
    if len(to) == 1 and not each.exhausted:
        return f"All of {whose} went to {names[to[0]]}."
    return f"Of {whose} {_went(each, ended, names)}."


def _went(each: Transfer, ended: Sequence[str], names: Names) -> str:
    to = sorted((c for c in each.to if each.to[c]), key=lambda choice: -each.to[choice])
    parts = [f"{number(each.to[c])} to {names[c]}" for c in to[:MOST_NAMES]]
    if len(to) > MOST_NAMES:
        rest = number(sum(each.to[c] for c in to[MOST_NAMES:]))
        parts.append(f"{rest} to {len(to) - MOST_NAMES} others")
    parts[:1] = [parts[0].replace(" to ", " went to ", 1)] if parts else []
    nobody = (
        [f"{number(each.exhausted)} {_exhausted(Exhaustion.NO_FURTHER_CHOICE)}"]
        if each.exhausted
        else []
    )
    return "; ".join(filter(None, (", ".join(parts), ", ".join(ended or nobody))))


def _ended(step: Round, after: Round | None) -> list[str]:
    """Say for what reasons ballots ended, where that is known: only one choice gave some up."""
    if after is None or sum(1 for each in step.transfers if each.exhausted) != 1:
        return []
    grown = {
        reason: count - step.exhausted.get(reason, 0) for reason, count in after.exhausted.items()
    }
    return [f"{number(count)} {_exhausted(reason)}" for reason, count in grown.items() if count]


def _exhausted(reason: Exhaustion) -> str:
    match reason:
        case Exhaustion.NO_FURTHER_CHOICE:
            return "named no other"
        case Exhaustion.OVERVOTE:
            return "had several on one rank"
        case Exhaustion.SKIPPED_RANKS:
            return "left ranks out"
        case Exhaustion.REPEATED_CHOICE:
            return "named a choice twice"
        case _:
            assert_never(reason)


def _end(step: Round, names: Names) -> str:
    if step.is_closing:
        return "All seats are filled."
    left = sorted(step.votes, key=lambda choice: -step.votes[choice])
    if not left:
        return "Nobody is left."
    return f"At the end {listed(_some([f'{names[c]} has {number(step.votes[c])}' for c in left]))}."


def _with_votes(choices: Group, votes: Mapping[int, Count], names: Names) -> str:
    return listed(_some([f"{names[c]} ({number(votes[c])})" for c in choices]))


def _some(words: list[str]) -> list[str]:
    left = len(words) - MOST_NAMES
    return [*words[:MOST_NAMES], f"{left:,} more"] if left > 0 else words
