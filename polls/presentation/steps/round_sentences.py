"""Rounds of a count in sentences: who was elected or eliminated, and where the ballots went."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.outcomes import Transfer
from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Stake,
    TieBreak,
)
from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext
from polls.presentation.steps.tie_breaks import had_more
from polls.presentation.wording import MOST_NAMES, ballots, listed, plural, some, some_of, votes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polls.domain.counting.outcomes import Round, Tie
    from polls.domain.counting.profiles import Count
    from polls.domain.results.together import Span
    from polls.domain.text.words import Names


def sentences(
    rounds: Sequence[Round],
    ties: Sequence[Tie],
    names: Names,
    *,
    is_weighted: bool = False,
) -> list[str]:
    """Tell each round in a few sentences."""
    return told([(each,) for each in rounds], ties, names, is_weighted=is_weighted)


def told(
    spans: Sequence[Span],
    ties: Sequence[Tie],
    names: Names,
    *,
    is_weighted: bool = False,
) -> list[str]:
    """Tell each span of rounds in a few sentences; one of several rounds says which they are.

    What moves is called a ballot as long as each counts as one; otherwise it is votes.
    """
    moved = [t for span in spans for each in span for t in each.transfers]
    is_whole = not is_weighted and all(t.value == 1 for t in moved)
    said = []
    for span, next_ in zip_longest(spans, spans[1:]):
        own = [t for t in ties if t.part == span[0].part]
        tell = _round if len(span) == 1 else _span
        told_of = tell(span, next_[0] if next_ else None, own, names, is_whole=is_whole)
        said.append(" ".join(told_of))
    return said


def last_seat(rounds: Sequence[Round], names: Names) -> str:
    """Say who took the last seat, and who came next; nothing where that is nobody."""
    place = max((at for at, each in enumerate(rounds) if each.elected), default=None)
    if place is None:
        return ""
    step = rounds[place]
    winner = min(step.elected, key=lambda choice: step.votes[choice])
    elected = {choice for each in rounds for choice in each.elected}
    for each in reversed(rounds[: place + 1]):
        left = [choice for choice in each.votes if choice not in elected]
        if left:
            loser = max(left, key=lambda choice: each.votes[choice])
            return gettext(
                "%(winner)s took the last seat with %(votes)s; %(loser)s came next, with "
                "%(fewer)s.",
                winner=names[winner],
                votes=votes(step.votes[winner]),
                loser=names[loser],
                fewer=number(each.votes[loser]),
            )
    return ""


def exhaustion(reason: Exhaustion) -> str:
    """Return what a table of rounds calls ballots that no longer count, for this reason."""
    match reason:
        case Exhaustion.NO_FURTHER_CHOICE:
            return gettext("no further choice")
        case Exhaustion.OVERVOTE:
            return gettext("several choices on one rank")
        case Exhaustion.SKIPPED_RANKS:
            return gettext("skipped ranks")
        case Exhaustion.REPEATED_CHOICE:
            return gettext("a choice ranked twice")
        case _:
            assert_never(reason)


def _span(
    span: Span,
    after: Round | None,
    ties: Sequence[Tie],
    names: Names,
    *,
    is_whole: bool,
) -> Iterator[str]:
    """Tell several rounds that eliminate choices whose order does not matter."""
    first, out = span[0], [choice for each in span for choice in each.eliminated]
    said = " ".join(_together(first, out, after, ties, names, is_whole=is_whole))
    yield gettext(
        "Rounds %(first)s–%(last)s: %(sentences)s",  # noqa: RUF001 - from one to another
        first=first.number,
        last=span[-1].number,
        sentences=said,
    )


def _together(  # noqa: PLR0913 - what is told of several rounds
    first: Round,
    out: Sequence[int],
    after: Round | None,
    ties: Sequence[Tie],
    names: Names,
    *,
    is_whole: bool,
) -> Iterator[str]:
    if first.elected:
        yield from _seated(first, ties, names, is_whole=is_whole)
    whole = sum(first.votes[choice] for choice in out)
    if whole:
        yield gettext(
            "%(names)s together had fewer votes than the next choice and were eliminated.",
            names=_with_votes(out, first.votes, names),
        )
    elif _is_first(first):
        yield gettext("%(names)s had no first choices and were eliminated.", names=some(out, names))
    else:
        yield gettext("%(names)s had no votes and were eliminated.", names=some(out, names))
    if whole and after:
        to = {choice: after.votes[choice] - first.votes[choice] for choice in after.votes}
        transfer = Transfer(out[0], to, exhausted=whole - sum(to.values()))
        ended = [
            _exhausted(reason, count - first.exhausted.get(reason, 0))
            for reason, count in after.exhausted.items()
            if count != first.exhausted.get(reason, 0)
        ]
        whose = gettext("their ballots") if is_whole else gettext("their votes")
        yield _moved(transfer, whose, ended, names)
    if any(t.by is TieBreak.LOT and set(t.chosen) <= set(out) for t in ties):
        yield gettext("Lots set their order, which made no difference to who won.")


def _round(
    span: Span,
    after: Round | None,
    ties: Sequence[Tie],
    names: Names,
    *,
    is_whole: bool,
) -> Iterator[str]:
    (step,) = span
    if step.elected:
        yield from _seated(step, ties, names, is_whole=is_whole)
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
            whose = _whose(transfer, names, alone=len(step.eliminated) == 1, is_whole=is_whole)
            yield _moved(transfer, whose, ended, names)
    if not (step.elected or step.eliminated or step.transfers):
        yield _end(step, names)


def _seated(
    step: Round,
    ties: Sequence[Tie],
    names: Names,
    *,
    is_whole: bool,
) -> Iterator[str]:
    """Say who was elected, and if others had as many votes, what decided."""
    at_stake = [t for t in ties if t.about is Stake.SEAT and set(t.chosen) <= set(step.elected)]
    if step.elected_by is ElectedBy.BROKEN_TIE and at_stake:
        tie = at_stake[0]
        yield gettext(
            "%(tied)s had %(votes)s each; %(chosen)s.",
            tied=some(tie.among, names),
            votes=votes(step.votes[tie.chosen[0]]),
            chosen=_chosen(tie, names),
        )
        return
    if len(step.elected) == 1:
        yield _one(step, names, is_whole=is_whole)
    else:
        yield _several(step, names)
    for tie in at_stake:
        yield gettext(
            "%(tied)s were tied; %(chosen)s.",
            tied=some(tie.among, names),
            chosen=_chosen(tie, names),
        )


def _chosen(tie: Tie, names: Names) -> str:
    """Say what decided for whom: the second half of a sentence."""
    who = some(tie.chosen, names)
    if tie.by is TieBreak.LOT:
        return ngettext(
            "lots were drawn, and %(chosen)s was elected",
            "lots were drawn, and %(chosen)s were elected",
            len(tie.chosen),
            chosen=who,
        )
    return ngettext(
        "%(chosen)s had %(more)s and was elected",
        "%(chosen)s had %(more)s and were elected",
        len(tie.chosen),
        chosen=who,
        more=had_more(tie),
    )


def _one(step: Round, names: Names, *, is_whole: bool) -> str:
    (choice,) = step.elected
    who, has = names[choice], step.votes[choice]
    match step.elected_by:
        case ElectedBy.MAJORITY:
            whole = sum(step.votes.values())
            return gettext(
                "%(name)s had a majority, %(votes)s of %(all)s, and was elected.",
                name=who,
                votes=number(has),
                all=ballots(whole) if is_whole else votes(whole),
            )
        case ElectedBy.QUOTA:
            return gettext(
                "%(name)s reached the quota of %(quota)s, with %(votes)s, and was elected.",
                name=who,
                quota=number(step.quota),
                votes=votes(has),
            )
        case ElectedBy.MORE_VOTES:
            return gettext(
                "%(name)s had %(votes)s, more than the other of the last two, and was elected.",
                name=who,
                votes=number(has),
            )
        case ElectedBy.LAST_LEFT:
            return gettext("%(name)s was the last choice left and was elected.", name=who)
        case ElectedBy.SEATS_LEFT | ElectedBy.QUOTA_AND_SEATS_LEFT:
            return gettext(
                "%(name)s was elected with %(votes)s: no more choices were left than seats.",
                name=who,
                votes=votes(has),
            )
        case ElectedBy.BROKEN_TIE | None:
            return gettext("%(name)s was elected with %(votes)s.", name=who, votes=votes(has))
        case _:
            assert_never(step.elected_by)


def _several(step: Round, names: Names) -> str:
    who, quota = _with_votes(step.elected, step.votes, names), number(step.quota)
    rest = [choice for choice in step.elected if step.votes[choice] < step.quota]
    match step.elected_by:
        case ElectedBy.QUOTA_AND_SEATS_LEFT if rest:
            reached = [choice for choice in step.elected if choice not in rest]
            return gettext(
                "%(reached)s reached the quota of %(quota)s, and %(rest)s filled the seats left; "
                "all were elected.",
                reached=_with_votes(reached, step.votes, names),
                quota=quota,
                rest=_with_votes(rest, step.votes, names),
            )
        case ElectedBy.QUOTA | ElectedBy.QUOTA_AND_SEATS_LEFT:
            return gettext(
                "%(names)s reached the quota of %(quota)s and were elected.",
                names=who,
                quota=quota,
            )
        case ElectedBy.SEATS_LEFT:
            return gettext(
                "%(names)s were elected: no more choices were left than seats.",
                names=who,
            )
        case (
            ElectedBy.MAJORITY
            | ElectedBy.MORE_VOTES
            | ElectedBy.BROKEN_TIE
            | ElectedBy.LAST_LEFT
            | None
        ):  # of one choice only
            return gettext("%(names)s were elected.", names=who)
        case _:
            assert_never(step.elected_by)


def _surplus(step: Round, each: Transfer, ended: Sequence[str], names: Names) -> str:
    return gettext(
        "The surplus of %(name)s, %(votes)s, was transferred, each ballot at %(value)s of its "
        "value: %(went)s.",
        name=names[each.source],
        votes=votes(step.votes[each.source] - step.quota),
        value=number(each.value),
        went=_went(each, ended, names) or gettext("no ballot named another choice"),
    )


def _out(step: Round, choice: int, ties: Sequence[Tie], names: Names) -> str:
    """Say who was eliminated; if others had as few votes, what decided between them."""
    name, has = names[choice], step.votes[choice]
    if step.eliminated_by is EliminatedBy.BARRED:
        return gettext(
            "%(name)s cannot win, so it was eliminated first, with %(votes)s.",
            name=name,
            votes=votes(has),
        )
    for tie in ties:
        if tie.about is Stake.ELIMINATION and tie.chosen == (choice,):
            return _out_of_tied(step, choice, tie, names)
    match _is_first(step), bool(has):
        case True, False:
            return gettext("%(name)s had no first choices and was eliminated.", name=name)
        case True, True:
            return gettext(
                "%(name)s had the fewest first choices, %(votes)s, and was eliminated.",
                name=name,
                votes=number(has),
            )
        case False, False:
            return gettext("%(name)s had no votes and was eliminated.", name=name)
        case _:
            return gettext(
                "%(name)s had the fewest votes, %(votes)s, and was eliminated.",
                name=name,
                votes=number(has),
            )


def _out_of_tied(step: Round, choice: int, tie: Tie, names: Names) -> str:
    few, name = _few(step, choice, tie, names), names[choice]
    if tie.by is TieBreak.LOT:
        return gettext(
            "%(few)s; lots were drawn, and %(name)s was eliminated.",
            few=few,
            name=name,
        )
    return ngettext(
        "%(few)s; %(name)s had fewer in the previous round and was eliminated.",
        "%(few)s; %(name)s had fewer %(num)s rounds earlier and was eliminated.",
        tie.rounds_ago,
        few=few,
        name=name,
    )


def _few(step: Round, choice: int, tie: Tie, names: Names) -> str:
    """Say how few votes those have who are tied: the first half of a sentence."""
    others = [other for other in tie.among if other != choice]
    tied, has = some([choice, *others], names), step.votes[choice]
    differ = any(step.votes[other] != has for other in others)
    match _is_first(step), "differ" if differ else "some" if has else "none":
        case True, "differ":
            return gettext(
                "%(tied)s had the fewest first choices, too close to tell apart",
                tied=tied,
            )
        case True, "some":
            return gettext(
                "%(tied)s had the fewest first choices, %(votes)s each",
                tied=tied,
                votes=number(has),
            )
        case True, _:
            return gettext("%(tied)s had no first choices", tied=tied)
        case _, "differ":
            return gettext("%(tied)s had the fewest votes, too close to tell apart", tied=tied)
        case _, "some":
            return gettext(
                "%(tied)s had the fewest votes, %(votes)s each",
                tied=tied,
                votes=number(has),
            )
        case _:
            return gettext("%(tied)s had no votes", tied=tied)


def _is_first(step: Round) -> bool:
    """Tell whether all votes are still first choices."""
    return step.number == step.part == 1


def _all_out(step: Round, names: Names) -> str:
    out = _with_votes(step.eliminated, step.votes, names)
    match step.eliminated_by:
        case EliminatedBy.BARRED:
            return gettext("%(names)s cannot win, so they were eliminated first.", names=out)
        case EliminatedBy.FEWER_TOGETHER:
            return gettext(
                "%(names)s together had fewer votes than the next choice and were eliminated.",
                names=out,
            )
        case EliminatedBy.FEWEST_VOTES | None:
            return gettext("%(names)s had the fewest votes and were eliminated.", names=out)
        case _:
            assert_never(step.eliminated_by)


def _whose(each: Transfer, names: Names, *, alone: bool, is_whole: bool) -> str:
    """Return whose ballots move, as the middle of a sentence."""
    if alone:
        return gettext("its ballots") if is_whole else gettext("its votes")
    name = names[each.source]
    if is_whole:
        return gettext("the ballots of %(name)s", name=name)
    return gettext("the votes of %(name)s", name=name)


def _moved(each: Transfer, whose: str, ended: Sequence[str], names: Names) -> str:
    to = [choice for choice in each.to if each.to[choice]]
    if not to:
        return gettext("None of %(ballots)s named another choice.", ballots=whose)
    if len(to) == 1 and not each.exhausted:
        return gettext("All of %(ballots)s went to %(name)s.", ballots=whose, name=names[to[0]])
    return gettext("Of %(ballots)s, %(went)s.", ballots=whose, went=_went(each, ended, names))


def _went(each: Transfer, ended: Sequence[str], names: Names) -> str:
    """Say how many ballots went where, and how many ended: half a sentence."""
    to = sorted((c for c in each.to if each.to[c]), key=lambda choice: -each.to[choice])
    parts = [_to(each.to[c], names[c], is_first=c == to[0]) for c in to[:MOST_NAMES]]
    if len(to) > MOST_NAMES:
        rest = sum(each.to[c] for c in to[MOST_NAMES:])
        parts.append(
            ngettext(
                "%(votes)s to %(num)s others",
                "%(votes)s to %(num)s others",
                len(to) - MOST_NAMES,
                votes=number(rest),
            )
        )
    nobody = [_exhausted(Exhaustion.NO_FURTHER_CHOICE, each.exhausted)] if each.exhausted else []
    return gettext("; ").join(filter(None, (listed(parts), listed(ended or nobody))))


def _to(count: Count, name: str, *, is_first: bool) -> str:
    if is_first:
        return ngettext(
            "%(num)s went to %(name)s",
            "%(num)s went to %(name)s",
            plural(count),
            num=number(count),
            name=name,
        )
    return gettext("%(votes)s to %(name)s", votes=number(count), name=name)


def _ended(step: Round, after: Round | None) -> list[str]:
    """Say for what reasons ballots ended, where that is known: only one choice gave some up."""
    if after is None or sum(1 for each in step.transfers if each.exhausted) != 1:
        return []
    grown = {
        reason: count - step.exhausted.get(reason, 0) for reason, count in after.exhausted.items()
    }
    return [_exhausted(reason, count) for reason, count in grown.items() if count]


def _exhausted(reason: Exhaustion, count: Count) -> str:
    written = number(count)
    match reason:
        case Exhaustion.NO_FURTHER_CHOICE:
            return gettext("%(votes)s named no other choice", votes=written)
        case Exhaustion.OVERVOTE:
            return gettext("%(votes)s had several choices on one rank", votes=written)
        case Exhaustion.SKIPPED_RANKS:
            return gettext("%(votes)s skipped ranks", votes=written)
        case Exhaustion.REPEATED_CHOICE:
            return gettext("%(votes)s ranked a choice twice", votes=written)
        case _:
            assert_never(reason)


def _end(step: Round, names: Names) -> str:
    if step.is_closing:
        return gettext("All seats are filled.")
    left = sorted(step.votes, key=lambda choice: -step.votes[choice])
    if not left:
        return gettext("No choice is left.")
    has = some_of([f"{names[choice]} {number(step.votes[choice])}" for choice in left])
    return gettext("Final votes: %(votes)s.", votes=has)


def _with_votes(choices: Sequence[int], has: Mapping[int, Count], names: Names) -> str:
    return some_of([f"{names[choice]} ({number(has[choice])})" for choice in choices])
