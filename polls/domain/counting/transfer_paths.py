"""Transfer paths of ballots: past choices that hand on a part of them, to one that does not.

Where several share a rank, the way goes on if one of them hands something on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from polls.domain.counting import piles
from polls.domain.counting.piles import Bundle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from polls.domain.counting.interpretation import Order, Stop
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.piles import Pile
    from polls.domain.counting.profiles import Count

    Way: TypeAlias = tuple[Group, ...]


class TransferPaths:
    """All ballots; whenever a choice changes, those that reach it find a new way."""

    def __init__(self, pile: Pile, waiting: Iterable[int], *, stop_at_defeated: bool) -> None:
        self._hands_on: dict[int, bool | None] = dict.fromkeys(waiting, False)
        """Whether a choice hands parts of ballots on; None once it is defeated."""
        self._stop_at_defeated = stop_at_defeated
        self._piles: defaultdict[Way, Pile] = defaultdict(list)
        self._left: dict[Stop, tuple[Group, bool]] = {}
        """Of each rank: who is not defeated, and whether the way ends there."""
        self.numbers: Mapping[Way, Count] = {}
        """How many ballots go each way."""
        self._lay(pile)

    def elect(self, choices: Collection[int]) -> None:
        """Let choices hand on from now on."""
        self._hands_on |= dict.fromkeys(choices, True)
        self._lay_again(choices)

    def defeat(self, choices: Collection[int]) -> None:
        """Let all ballots pass over these choices from now on."""
        self._hands_on |= dict.fromkeys(choices)
        self._lay_again(choices)

    def _lay_again(self, changed: Collection[int]) -> None:
        reaching = [way for way in self._piles if any(c in changed for group in way for c in group)]
        self._lay([bundle for way in reaching for bundle in self._piles.pop(way)])

    def _lay(self, pile: Pile) -> None:
        """Put bundles where their beginnings tell the whole way, or else each paper by itself."""
        self._left = {}
        loose: defaultdict[Count, list[Order]] = defaultdict(list)
        for bundle in pile:
            way, is_whole = self._way(bundle.beginning)
            if is_whole:
                self._piles[way].append(bundle)
            else:
                loose[bundle.each] += bundle.orders
        for each, orders in loose.items():
            alike: defaultdict[Way, list[Order]] = defaultdict(list)
            for order in orders:
                alike[self._way(order)[0]].append(order)
            for way, part in alike.items():
                self._piles[way].append(Bundle(way, each, part))
        self.numbers = {way: piles.size(pile) for way, pile in self._piles.items()}

    def _way(self, order: Order) -> tuple[Way, bool]:
        """Return whom an order reaches, and whether nothing behind that can matter."""
        way: list[Group] = []
        for rank in order:
            if rank not in self._left:
                self._left[rank] = self._looked_at(rank)
            group, is_end = self._left[rank]
            if group:
                way.append(group)
                if is_end:
                    return tuple(way), True
            elif self._stop_at_defeated and any(map(_is_shared, order)):
                return tuple(way), True
        return tuple(way), False

    def _looked_at(self, rank: Any) -> tuple[Group, bool]:
        choices = rank if isinstance(rank, tuple) else (rank,)
        group = tuple(choice for choice in choices if self._hands_on[choice] is not None)
        return group, not any(self._hands_on[choice] for choice in group)


def _is_shared(rank: Stop) -> bool:
    return isinstance(rank, tuple) and len(rank) > 1
