"""Circles of majorities: one choice is preferred to a second, that to a third, it to the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.outcomes import Duels, Group


def telling(duels: Duels, winners: Iterable[int]) -> Group:
    """Return the circle that tells why nobody beats everybody, each before whom it beats.

    The shortest one through the first winner who stands in one; if none does, through the first of
    the Smith set. Empty if there is none: somebody beats all others, or only equal votes keep
    everybody from it.
    """
    if duels.condorcet_winner is not None:
        return ()
    graph = _Graph(duels)
    for choice in (*winners, *duels.smith_set):
        if circle := graph.circle(choice):
            return circle
    return ()


class _Graph:
    """Who beats whom, as bits of a number for each choice: there may be 500 of them."""

    def __init__(self, duels: Duels) -> None:
        wins = duels.wins
        self._choices = tuple(dict.fromkeys(one for one, _other in wins))
        self._place = {choice: place for place, choice in enumerate(self._choices)}
        self._below = dict.fromkeys(self._choices, 0)
        self._above = dict.fromkeys(self._choices, 0)
        for (one, other), votes in wins.items():
            if votes > wins[other, one]:
                self._below[one] |= 1 << self._place[other]
                self._above[other] |= 1 << self._place[one]

    def circle(self, start: int) -> Group:
        """Return a shortest circle through one choice, from it on; empty if there is none."""
        if start not in self._place:
            return ()
        levels = [1 << self._place[start]]
        seen = 0
        while not levels[-1] & self._above[start]:
            reached = 0
            for choice in self._members(levels[-1]):
                reached |= self._below[choice]
            if not reached & ~seen:
                return ()
            levels.append(reached & ~seen)
            seen |= reached
        circle = [start]
        for level in reversed(levels[1:]):
            circle.append(self._members(level & self._above[circle[-1]])[0])
        return (start, *reversed(circle[1:]))

    def _members(self, bits: int) -> list[int]:
        """Return the choices of a set, in their order."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self._choices[lowest.bit_length() - 1])
            bits ^= lowest
        return found
