"""Ballots that lie on piles, one a choice, and are dealt anew when a choice gives them away."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from polls.domain.counting.readings import NO_MORE, OVERVOTE, REASONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from polls.domain.counting.profiles import Count
    from polls.domain.counting.readings import Papers, Stop


_COUNT = itemgetter(1)


def deal(
    papers: Papers,
    continuing: Collection[int],
    shared: Iterable[tuple[int, ...]],
) -> dict[int | str, Papers]:
    """Return the papers by the first of their choices that continues, or by the reason why none.

    The loop stays in C where it can: it is most of the time of a count.
    """
    stops: set[Stop] = {*continuing, *REASONS}
    stops.update(rank for rank in shared if not stops.isdisjoint(rank))
    may_stop = stops.__contains__
    dealt: defaultdict[Stop, Papers] = defaultdict(list)
    for paper in papers:
        dealt[next(filter(may_stop, paper[0]), NO_MORE)].append(paper)
    piles: dict[int | str, Papers] = {}
    for stop, pile in dealt.items():
        piles.setdefault(_resolved(stop, continuing), []).extend(pile)
    return piles


def size(papers: Papers) -> Count:
    """Return how many ballots the papers stand for."""
    total: Count = sum(map(_COUNT, papers))
    return total


def _resolved(stop: Stop, continuing: Collection[int]) -> int | str:
    """Return who receives a ballot with several choices on a rank: the only one that continues."""
    if not isinstance(stop, tuple):
        return stop
    left = [choice for choice in stop if choice in continuing]
    return left[0] if len(left) == 1 else OVERVOTE
