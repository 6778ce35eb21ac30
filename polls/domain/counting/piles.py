"""Ballots that lie on piles, one a choice, and are dealt anew when a choice gives them away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from polls.domain.counting.readings import NO_MORE, OVERVOTE, REASONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from polls.domain.counting.profiles import Count
    from polls.domain.counting.readings import Order, Papers, Stop


def deal(
    papers: Papers,
    continuing: Collection[int],
    shared: Iterable[tuple[int, ...]],
) -> dict[int | str, Papers]:
    """Return the papers by the first of their choices that continues, or by the reason why none.

    Nearly all the time of a count is spent here, so each paper is touched once: the search for its
    next choice stays in C, and the count it has in common with others is not looked at.
    """
    stops: set[Stop] = {*continuing, *REASONS}
    stops.update(rank for rank in shared if not stops.isdisjoint(rank))
    may_stop = stops.__contains__
    piles: defaultdict[int | str, Papers] = defaultdict(dict)
    for count, orders in papers.items():
        dealt: defaultdict[Stop, list[Order]] = defaultdict(list)
        for order in orders:
            dealt[next(filter(may_stop, order), NO_MORE)].append(order)
        for stop, part in dealt.items():
            piles[_resolved(stop, continuing)].setdefault(count, []).extend(part)
    return piles


def add(pile: Papers, papers: Papers) -> None:
    """Put papers onto a pile."""
    for count, orders in papers.items():
        pile.setdefault(count, []).extend(orders)


def size(papers: Papers) -> Count:
    """Return how many ballots the papers stand for."""
    total: Count = sum(count * len(orders) for count, orders in papers.items())
    return total


def _resolved(stop: Stop, continuing: Collection[int]) -> int | str:
    """Return who receives a ballot with several choices on a rank: the only one that continues."""
    if not isinstance(stop, tuple):
        return stop
    left = [choice for choice in stop if choice in continuing]
    return left[0] if len(left) == 1 else OVERVOTE
