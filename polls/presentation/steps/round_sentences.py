"""Rounds of a count in sentences: who was elected or eliminated, and where the ballots went."""

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

    from polls.domain.counting.outcomes import Round, Tie, Transfer
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
    noun = "ballot" if is_whole else "vote"
    return [
        " ".join(_round(each, next_, [t for t in ties if t.part == each.part], names, noun))
        for each, next_ in zip_longest(rounds, rounds[1:])
    ]


def exhaustion(reason: Exhaustion) -> str:
    """Return what a table of rounds calls ballots that no longer count, for this reason."""
    match reason:
        case Exhaustion.NO_FURTHER_CHOICE:
            return "no further choice"
        case Exhaustion.OVERVOTE:
            return "several choices on one rank"
        case Exhaustion.SKIPPED_RANKS:
            return "skipped ranks"
        case Exhaustion.REPEATED_CHOICE:
            return "a choice ranked twice"
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
    """Say who was elected, and if others had as many votes, what decided."""
    at_stake = [t for t in ties if t.about is Stake.SEAT and set(t.chosen) <= set(step.elected)]
    if step.elected_by is ElectedBy.BROKEN_TIE and at_stake:
        tie = at_stake[0]
        each = counted(step.votes[tie.chosen[0]], "vote")
        yield f"{some(tie.among, names)} had {each} each; {_chosen(tie, names)}."
        return
    yield _one(step, names, noun) if len(step.elected) == 1 else _several(step, names)
    for tie in at_stake:
        yield f"{some(tie.among, names)} were tied; {_chosen(tie, names)}."


def _chosen(tie: Tie, names: Names) -> str:
    who = some(tie.chosen, names)
    was = "was" if len(tie.chosen) == 1 else "were"
    if tie.by is TieBreak.LOT:
        return f"lots were drawn, and {who} {was} elected"
    return f"{who} had {had_more(tie)} and {was} elected"


def _one(step: Round, names: Names, noun: str) -> str:
    (choice,) = step.elected
    who, votes = names[choice], step.votes[choice]
    match step.elected_by:
        case ElectedBy.MAJORITY:
            whole = counted(sum(step.votes.values()), noun)
            return f"{who} had a majority, {number(votes)} of {whole}, and was elected."
        case ElectedBy.QUOTA:
            has = counted(votes, "vote")
            return f"{who} reached the quota of {number(step.quota)}, with {has}, and was elected."
        case ElectedBy.MORE_VOTES:
            return (
                f"{who} had {number(votes)}, more than the other of the last two, and was elected."
            )
        case ElectedBy.LAST_LEFT:
            return f"{who} was the last choice left and was elected."
        case ElectedBy.SEATS_LEFT | ElectedBy.QUOTA_AND_SEATS_LEFT:
            has = counted(votes, "vote")
            return f"{who} was elected with {has}: no more choices were left than seats."
        case ElectedBy.BROKEN_TIE | None:
            return f"{who} was elected with {counted(votes, 'vote')}."
        case _:
            assert_never(step.elected_by)


def _several(step: Round, names: Names) -> str:
    who, quota = _with_votes(step.elected, step.votes, names), number(step.quota)
    rest = [choice for choice in step.elected if step.votes[choice] < step.quota]
    match step.elected_by:
        case ElectedBy.QUOTA_AND_SEATS_LEFT if rest:
            reached = [choice for choice in step.elected if choice not in rest]
            return (
                f"{_with_votes(reached, step.votes, names)} reached the quota of {quota}, and "
                f"{_with_votes(rest, step.votes, names)} filled the seats left; all were elected."
            )
        case ElectedBy.QUOTA | ElectedBy.QUOTA_AND_SEATS_LEFT:
            return f"{who} reached the quota of {quota} and were elected."
        case ElectedBy.SEATS_LEFT:
            return f"{who} were elected: no more choices were left than seats."
        case (
            ElectedBy.MAJORITY
            | ElectedBy.MORE_VOTES
            | ElectedBy.BROKEN_TIE
            | ElectedBy.LAST_LEFT
            | None
        ):  # of one choice only
            return f"{who} were elected."
        case _:
            assert_never(step.elected_by)


def _surplus(step: Round, each: Transfer, ended: Sequence[str], names: Names) -> str:
    above = counted(step.votes[each.source] - step.quota, "vote")
    went = _went(each, ended, names) or "no ballot named another choice"
    return (
        f"The surplus of {names[each.source]}, {above}, was transferred, "
        f"each ballot at {number(each.value)} of its value: {went}."
    )


def _out(step: Round, choice: int, ties: Sequence[Tie], names: Names) -> str:
    """Say who was eliminated; if others had as few votes, what decided between them."""
    votes, what = step.votes[choice], _what(step)
    if step.eliminated_by is EliminatedBy.BARRED:
        has = counted(votes, "vote")
        return f"{names[choice]} cannot win, so it was eliminated first, with {has}."
    for tie in ties:
        if tie.about is Stake.ELIMINATION and tie.chosen == (choice,):
            return _out_of_tied(step, choice, tie, names)
    if not votes:
        return f"{names[choice]} had no {what} and was eliminated."
    return f"{names[choice]} had the fewest {what}, {number(votes)}, and was eliminated."


def _out_of_tied(step: Round, choice: int, tie: Tie, names: Names) -> str:
    others = [other for other in tie.among if other != choice]
    tied, who = some([choice, *others], names), names[choice]
    votes, what = step.votes[choice], _what(step)
    if any(step.votes[other] != votes for other in others):
        few = f"{tied} had the fewest {what}, too close to tell apart"
    elif votes:
        few = f"{tied} had the fewest {what}, {number(votes)} each"
    else:
        few = f"{tied} had no {what}"
    if tie.by is TieBreak.LOT:
        return f"{few}; lots were drawn, and {who} was eliminated."
    if tie.rounds_ago == 1:
        return f"{few}; {who} had fewer in the previous round and was eliminated."
    return f"{few}; {who} had fewer {tie.rounds_ago} rounds earlier and was eliminated."


def _what(step: Round) -> str:
    return "first choices" if step.number == step.part == 1 else "votes"


def _all_out(step: Round, names: Names) -> str:
    out = _with_votes(step.eliminated, step.votes, names)
    match step.eliminated_by:
        case EliminatedBy.BARRED:
            return f"{out} cannot win, so they were eliminated first."
        case EliminatedBy.FEWER_TOGETHER:
            return f"{out} together had fewer votes than the next choice and were eliminated."
        case EliminatedBy.FEWEST_VOTES | None:
            return f"{out} had the fewest votes and were eliminated."
        case _:
            assert_never(step.eliminated_by)


def _ballots(
    each: Transfer,
    ended: Sequence[str],
    names: Names,
    noun: str,
    *,
    alone: bool,
) -> str:
    whose = f"its {noun}s" if alone else f"the {noun}s of {names[each.source]}"
    to = [choice for choice in each.to if each.to[choice]]
    if not to:
        return f"None of {whose} named another choice."
    if len(to) == 1 and not each.exhausted:
        return f"All of {whose} went to {names[to[0]]}."
    return f"Of {whose}, {_went(each, ended, names)}."


def _went(each: Transfer, ended: Sequence[str], names: Names) -> str:
    to = sorted((c for c in each.to if each.to[c]), key=lambda choice: -each.to[choice])
    parts = [f"{number(each.to[c])} to {names[c]}" for c in to[:MOST_NAMES]]
    if len(to) > MOST_NAMES:
        rest = number(sum(each.to[c] for c in to[MOST_NAMES:]))
        parts.append(f"{rest} to {len(to) - MOST_NAMES} others")
    parts[:1] = [parts[0].replace(" to ", " went to ", 1)] if parts else []
    no_other = Exhaustion.NO_FURTHER_CHOICE
    nobody = [f"{number(each.exhausted)} {_exhausted(no_other)}"] if each.exhausted else []
    return "; ".join(filter(None, (listed(parts), listed(ended or nobody))))


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
            return "named no other choice"
        case Exhaustion.OVERVOTE:
            return "had several choices on one rank"
        case Exhaustion.SKIPPED_RANKS:
            return "skipped ranks"
        case Exhaustion.REPEATED_CHOICE:
            return "ranked a choice twice"
        case _:
            assert_never(reason)


def _end(step: Round, names: Names) -> str:
    if step.is_closing:
        return "All seats are filled."
    left = sorted(step.votes, key=lambda choice: -step.votes[choice])
    if not left:
        return "No choice is left."
    return f"Final votes: {listed(_some([f'{names[c]} {number(step.votes[c])}' for c in left]))}."


def _with_votes(choices: Sequence[int], votes: Mapping[int, Count], names: Names) -> str:
    return listed(_some([f"{names[c]} ({number(votes[c])})" for c in choices]))


def _some(words: list[str]) -> list[str]:
    left = len(words) - MOST_NAMES
    return [*words[:MOST_NAMES], f"{left:,} more"] if left > 0 else words
