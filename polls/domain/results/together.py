"""Rounds of a runoff that can be told together, because nothing depends on their order.

Choices that together have fewer votes than any other one are out before it, whatever lots and rules
for ties say (batch elimination; RCTab, `runBatchElimination`; "mathematically impossible to be
elected" in Minneapolis, Code of Ordinances §167.20). Let B be those choices, S the sum of their
votes, and every other choice have more than S.

- While a member of B is left, it has S at the most: its own votes and what came to it from members
  of B, for nobody else has been eliminated. Every other choice has more than S: it loses no ballot
  while it stays. So the last choice is always a member of B, and all of B go before anyone else.
- Where a ballot lies depends on who continues, and on nothing else: with its first choice that
  does. So after B the votes are the same in whatever order its members went.

The second point is wrong where a ballot that comes to a rank with several choices ends only if more
than one of them continues: such counts are told round by round. So are those in which a later tie
looks back at votes between the eliminations. Where S is 0, no ballot moves, so all these votes are
the same, and it does not matter either if one without votes stays to the end because the count goes
on until two are left, as long as another choice has votes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from polls.domain.counting.outcomes import Round
from polls.domain.counting.reasons import EliminatedBy, Stake, TieBreak
from polls.domain.methods.instant_runoff import InstantRunoffOptions
from polls.domain.results import counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.outcomes import CountResult, Tie
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question

Span: TypeAlias = tuple[Round, ...]
"""Rounds that follow each other and can be told as one: what the last one leads to comes after the
first one, whatever happens between them."""


def spans(question: Question, counted: CountResult) -> list[list[Span]]:
    """Return the rounds of each part of a count, put together where their order cannot matter."""
    options = counts.options_of(question)
    parts = [list(each) for _, each in groupby(counted.all(Round), key=lambda step: step.part)]
    return [_spans(each, counted.ties, options) for each in parts]


def harmless(question: Question, counted: CountResult) -> frozenset[Tie]:
    """Return the ties that decided nothing but the order within a span."""
    within = [
        (each[0].part, frozenset(_out(each)))
        for part in spans(question, counted)
        for each in part
        if len(each) > 1
    ]
    return frozenset(
        tie
        for tie in counted.ties
        if tie.about is Stake.ELIMINATION
        and any(part == tie.part and out.issuperset(tie.chosen) for part, out in within)
    )


def _out(span: Span) -> list[int]:
    return [choice for each in span for choice in each.eliminated]


def _spans(rounds: Sequence[Round], ties: Sequence[Tie], options: object) -> list[Span]:
    if (
        not isinstance(options, InstantRunoffOptions)
        or options.overvote_rule == "exhaust_if_multiple_continuing"
    ):
        return [(each,) for each in rounds]
    seen = _looked_back_at(rounds, ties, options)
    found: list[Span] = []
    start = 0
    while start < len(rounds):
        end = _end(rounds, start, seen)
        found.append(tuple(rounds[start : end + 1]))
        start = end + 1
    return found


def _end(rounds: Sequence[Round], start: int, seen: frozenset[tuple[int, int]]) -> int:
    """Return the last round of the longest span that begins here."""
    first, last = rounds[start], start
    out: list[int] = []
    for place in range(start, len(rounds)):
        step = rounds[place]
        if step.eliminated_by is not EliminatedBy.FEWEST_VOTES or (step.elected and place > start):
            break
        out += step.eliminated
        if place > start and _is_settled(first, out) and not _is_seen(first, out, seen, place):
            last = place
    return last


def _is_settled(first: Round, out: Sequence[int]) -> bool:
    """Tell whether those who are out had so few votes that their order cannot matter."""
    together: Count = sum(first.votes[choice] for choice in out)
    others = [votes for choice, votes in first.votes.items() if choice not in out]
    if not together:
        return any(others)
    return all(votes > together for votes in others)


def _is_seen(
    first: Round,
    out: Sequence[int],
    seen: frozenset[tuple[int, int]],
    place: int,
) -> bool:
    """Tell whether a tie after this place looks at votes that depend on the order."""
    if not any(first.votes[choice] for choice in out):
        return False
    return any(earliest <= place < at for at, earliest in seen)


def _looked_back_at(
    rounds: Sequence[Round],
    ties: Sequence[Tie],
    options: InstantRunoffOptions,
) -> frozenset[tuple[int, int]]:
    """Return the place of each tie, and of the earliest round whose votes it looks at."""
    places = {
        choice: place
        for place, each in enumerate(rounds)
        for choice in (*each.eliminated, *each.elected)
    }
    has_rule = options.tiebreak_mode != "lot"
    own = [tie for tie in ties if tie.part == rounds[0].part and tie.chosen]
    return frozenset(
        (at, at - tie.rounds_ago if tie.by is TieBreak.EARLIER_ROUND else 0 if has_rule else at)
        for tie in own
        for at in [places[tie.chosen[0]]]
    )
