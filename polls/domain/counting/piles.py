"""Piles of ballots, one for each choice, and their transfer to the next choices on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.domain.counting.reasons import Exhaustion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from polls.domain.counting.interpretation import Order, Papers, Stop
    from polls.domain.counting.profiles import Count

_ALIKE = 100
"""So many papers at least should lie in a bundle, or handling it costs more than it saves."""


class Bundle(NamedTuple):
    """Orders that begin alike and stand for as many ballots each."""

    beginning: Order
    each: Count
    orders: list[Order]


Pile: TypeAlias = "list[Bundle]"


def bundled(papers: Papers, choices: Collection[int]) -> Pile:
    """Return all papers in bundles: by as many places as leave enough of them alike."""
    pile: Pile = []
    beginnings = max(2, len(choices))
    for each, orders in papers.items():
        places = 1
        while _ALIKE * beginnings ** (places + 1) <= len(orders):
            places += 1
        alike: defaultdict[Order, list[Order]] = defaultdict(list)
        for order in orders:
            alike[order[:places]].append(order)
        pile += [Bundle(beginning, each, part) for beginning, part in alike.items()]
    return pile


def single(papers: Papers) -> Pile:
    """Return each paper as a bundle of its own, of which the whole order is known."""
    return [Bundle(order, each, [order]) for each, orders in papers.items() for order in orders]


def deal(
    pile: Pile,
    continuing: Collection[int],
    shared: Iterable[tuple[int, ...]],
) -> dict[int | Exhaustion, Pile]:
    """Return the bundles by the first of their choices that continues, or by the reason why none.

    A bundle goes as a whole as long as its beginning names a choice that continues; then its
    papers are looked at one by one. Nearly all the time of a count is spent here, so the search
    for a paper's next choice stays in C.
    """
    stops: set[Stop] = {*continuing, *Exhaustion}
    stops.update(rank for rank in shared if not stops.isdisjoint(rank))
    may_stop = stops.__contains__
    no_more = Exhaustion.NO_FURTHER_CHOICE
    piles: defaultdict[int | Exhaustion, Pile] = defaultdict(list)
    loose: defaultdict[Count, list[Order]] = defaultdict(list)
    for bundle in pile:
        stop = next(filter(may_stop, bundle.beginning), None)
        if stop is None:
            loose[bundle.each] += bundle.orders
        else:
            piles[_resolved(stop, continuing)].append(bundle)
    for each, orders in loose.items():
        alike: defaultdict[Stop, list[Order]] = defaultdict(list)
        for order in orders:
            alike[next(filter(may_stop, order), no_more)].append(order)
        for stop, part in alike.items():
            piles[_resolved(stop, continuing)].append(Bundle((stop,), each, part))
    return piles


def size(pile: Pile) -> Count:
    """Return how many ballots lie on a pile."""
    total: Count = sum(bundle.each * len(bundle.orders) for bundle in pile)
    return total


def _resolved(stop: Stop, continuing: Collection[int]) -> int | Exhaustion:
    """Return who receives a ballot with several choices on a rank: the only one that continues."""
    if not isinstance(stop, tuple):
        return stop
    left = [choice for choice in stop if choice in continuing]
    return left[0] if len(left) == 1 else Exhaustion.OVERVOTE
