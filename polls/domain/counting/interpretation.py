"""Interpretation of raw rankings for counts that transfer ballots: an order, and where it ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from polls.domain.counting.options import option
from polls.domain.counting.profiles import members
from polls.domain.counting.reasons import Exhaustion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from polls.domain.counting.profiles import Count, Profile, Rank, Ranking

Stop: TypeAlias = "int | tuple[int, ...] | Exhaustion"
"""Where a ballot can come to lie: a choice, choices on one rank, or a reason to count no more."""
Order: TypeAlias = "tuple[Stop, ...]"
Papers: TypeAlias = "dict[Count, list[Order]]"
"""Orders by how many ballots each stands for: few such numbers differ."""

# Once a ballot: to look them up in the class takes a tenth of reading one.
_OVERVOTE, _SKIPPED, _REPEATED = (
    Exhaustion.OVERVOTE,
    Exhaustion.SKIPPED_RANKS,
    Exhaustion.REPEATED_CHOICE,
)


@dataclass(frozen=True)
class InterpretationOptions:
    """How ballots are read that no form has checked; named as in RCTab."""

    overvote_rule: str = option(
        "exhaust_immediately",
        "What happens where several choices share a rank: the ballot ends, the rank is skipped, or"
        " the ballot ends only if more than one of them can still win.",
        "exhaust_immediately",
        "always_skip_to_next_rank",
        "exhaust_if_multiple_continuing",
        for_files=True,
    )
    max_skipped_ranks_allowed: int | None = option(
        1,
        "How many ranks in a row may be skipped before the ballot ends; none: any number.",
        for_files=True,
    )
    exhaust_on_duplicate_candidate: bool = option(
        default=False,
        sentence="Whether ranking a choice twice ends the ballot; otherwise the repetition is"
        " ignored.",
        for_files=True,
    )
    max_rankings_allowed: int | None = option(
        None,
        "How many ranks of a ballot are read; those further down are ignored. none: no limit.",
        for_files=True,
    )


class Interpretation(NamedTuple):
    """All ballots, read."""

    papers: Papers
    blank: Count
    shared: frozenset[tuple[int, ...]] = frozenset()
    """The ranks with several choices on which a ballot can come to lie."""


def read(profile: Profile[Ranking], options: InterpretationOptions) -> Interpretation:
    """Return each distinct ranking as an order with its count; blank ones are counted apart.

    Choices that have withdrawn are taken out before anything else is looked at, so a ballot that
    names nobody else is blank. A choice may stand in an order twice: the second time it cannot
    receive the ballot any more.
    """
    has_checks = options.exhaust_on_duplicate_candidate or options.max_rankings_allowed is not None
    papers: defaultdict[Count, list[Any]] = defaultdict(list)
    shared: set[tuple[int, ...]] = set()
    blank: Count = 0
    if not has_checks and _is_plain(profile):  # each ranking is an order as it is
        for ranking, count in profile.counts.items():
            papers[count].append(ranking)
        blank = profile.counts.get((), 0)
        if blank:
            papers[blank].remove(())
        return Interpretation(papers, blank)
    changed = _without_withdrawn(profile)
    for ranking, count in profile.counts.items():
        ranks = ranking
        if changed:
            ranks = tuple(chain.from_iterable(changed.get(rank, (rank,)) for rank in ranking))
        if all(rank is None for rank in ranks):
            blank += count
        else:
            order = _order(ranks, options)
            shared.update(stop for stop in order if isinstance(stop, tuple))
            papers[count].append(order)
    return Interpretation(papers, blank, frozenset(shared))


def read_shared(profile: Profile[Ranking]) -> Interpretation:
    """Return each distinct ranking as an order that passes over nothing but what says nothing.

    Several choices can share a rank. A choice that is ranked twice stands where it is ranked first;
    ballots that name nobody who stands are blank.
    """
    standing = frozenset(profile.choices)
    is_plain = _is_plain(profile)
    papers: defaultdict[Count, list[Any]] = defaultdict(list)
    blank: Count = 0
    for ranking, count in profile.counts.items():
        is_order = is_plain and len(set(ranking)) == len(ranking)
        order = ranking if is_order else tuple(_shared(ranking, standing))
        if order:
            papers[count].append(order)
        else:
            blank += count
    return Interpretation(papers, blank)


def _is_plain(profile: Profile[Ranking]) -> bool:
    """Whether no rank is left out or shared, and everybody who is named stands."""
    return frozenset(profile.choices).issuperset(chain.from_iterable(profile.counts))


def _shared(ranking: Ranking, standing: Collection[int]) -> Iterator[Stop]:
    left = set(standing)
    for rank in ranking:
        group = tuple(sorted(left.intersection(members(rank))))
        left.difference_update(group)
        if group:
            yield group if len(group) > 1 else group[0]


def _without_withdrawn(profile: Profile[Ranking]) -> dict[Rank, tuple[Rank, ...]]:
    """Return each rank that names a choice which has withdrawn, and what is left: a rank, or none.

    Who is left of a shared rank alone stands there as if nobody had shared it.
    """
    standing = frozenset(profile.choices)
    changed: dict[Rank, tuple[Rank, ...]] = {}
    for rank in set(chain.from_iterable(profile.counts)):  # few differ, and only they are looked at
        choices = members(rank)
        left = tuple(choice for choice in choices if choice in standing)
        if len(left) < len(choices):
            changed[rank] = (left,) if len(left) > 1 else left
    return changed


def _order(ranking: Ranking, options: InterpretationOptions) -> Order:
    order: list[Stop] = []
    skipped = 0
    most = options.max_skipped_ranks_allowed
    for rank in ranking[: options.max_rankings_allowed]:
        if rank is None:
            skipped += 1
            continue
        if most is not None and skipped > most:
            return (*order, _SKIPPED)
        skipped = 0
        choices = members(rank)
        if options.exhaust_on_duplicate_candidate and any(choice in order for choice in choices):
            return (*order, _REPEATED)
        if len(choices) == 1:
            order.append(choices[0])
        elif options.overvote_rule == "exhaust_immediately" or (
            options.overvote_rule == "exhaust_if_multiple_continuing" and not choices
        ):
            return (*order, _OVERVOTE)
        elif options.overvote_rule == "exhaust_if_multiple_continuing":
            order.append(choices)
    return tuple(order)
