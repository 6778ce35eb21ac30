"""Rate limits: how much of a kind, such as questions, may come from one address in an hour."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.domain.errors import AllowanceUsedUpError

HOUR = 3_600

CAPACITY = 10_000
"""Addresses remembered: about 2 MB. Whoever has more of them gets past any such limit."""


class RateLimit:
    """Counts, for each address, from its first use on for an hour; then it begins anew.

    Addresses are kept in memory only, and no longer than that.

    Args:
        number: how many may come from one address.
        refusal: makes the error for who must wait, of the seconds until then.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        number: int,
        refusal: Callable[[int], AllowanceUsedUpError],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._number = number
        self._refusal = refusal
        self._clock = clock
        self._used: dict[str, _Used] = {}  # in the order of their ends

    def require(self, address: str | None) -> None:
        """Make sure that something is left for an address; None, this machine, has no limit.

        Raises:
            AllowanceUsedUpError: nothing is, for some time.
        """
        self._forget()
        used = self._used.get(address) if address else None
        if used and used.number >= self._number:
            raise self._refusal(math.ceil(used.ends - self._clock()))

    def take(self, address: str | None) -> None:
        """Take one of what is left for an address.

        Raises:
            AllowanceUsedUpError: nothing is, for some time.
        """
        self.require(address)
        if address:
            ends, number = self._used.get(address, (self._clock() + HOUR, 0))
            self._used[address] = _Used(ends, number + 1)

    def _forget(self) -> None:
        now = self._clock()
        while self._used:
            first = next(iter(self._used))
            if self._used[first].ends > now and len(self._used) < CAPACITY:
                return
            del self._used[first]


class _Used(NamedTuple):
    ends: float
    number: int
