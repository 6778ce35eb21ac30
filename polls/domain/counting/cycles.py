"""Majority cycles: A beats B, B beats C, and C beats A (the Condorcet paradox)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from polls.domain.counting.outcomes import Duels, Group


def telling(duels: Duels, winners: Iterable[int]) -> Group:
    """Return a cycle that shows why no choice beats all others; each choice beats the next one.

    It is the shortest through the first winner that is in a cycle, or else through the first such
    choice of the Smith set. Empty if there is none: a choice beats all others, or only ties prevent
    that.
    """
    if duels.condorcet_winner is not None:
        return ()
    graph = _Graph(duels)
    for choice in (*winners, *duels.smith_set):
        if circle := graph.circle(choice):
            return circle
    return ()


class _Graph:
    """Who beats whom, as bits of a number: there may be 500 choices, and few are visited."""

    def __init__(self, duels: Duels) -> None:
        self._wins = duels.wins
        self._choices = tuple(dict.fromkeys(one for one, _other in duels.wins))
        self._below: dict[int, int] = {}

    def circle(self, start: int) -> Group:
        """Return a shortest cycle through one choice, beginning with it; empty if there is none.

        A breadth-first search.
        """
        if start not in self._choices:
            return ()
        above = self._bits(lambda other: self._is_above(other, start))
        before: dict[int, int] = {}
        reached = 0
        waiting = [start]
        for one in waiting:
            below = self._beaten_by(one)
            if below & above:
                path = [self._members(below & above)[0], one]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            for other in self._members(below & ~reached):
                before[other] = one
                waiting.append(other)
            reached |= below
        return ()

    def _beaten_by(self, one: int) -> int:
        if one not in self._below:
            self._below[one] = self._bits(lambda other: self._is_above(one, other))
        return self._below[one]

    def _is_above(self, one: int, other: int) -> bool:
        return one != other and self._wins[one, other] > self._wins[other, one]

    def _bits(self, belongs: Callable[[int], bool]) -> int:
        return sum(1 << place for place, choice in enumerate(self._choices) if belongs(choice))

    def _members(self, bits: int) -> list[int]:
        """Return the choices of a set, in their order."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self._choices[lowest.bit_length() - 1])
            bits ^= lowest
        return found
