"""Limits on watchers: how many streams may be open, in all and for one address."""

from __future__ import annotations

import structlog

from polls import open_files
from polls.domain.errors import TooManyFromAddressError, TooManyWatchersError

log = structlog.get_logger()

OTHER_FILES = 1_000
"""Open files that are not watchers: connections of voters and to the database."""


class WatcherLimits:
    """Counts who watches. An address is known while somebody watches from it, and never told.

    Args:
        number: seats in this process.
        per_address: those that one address may take.
    """

    def __init__(self, number: int, per_address: int) -> None:
        self._per_address = per_address
        self._by_address: dict[str | None, int] = {}
        self.number = number
        self.taken = 0
        self.turned_away = 0
        self.dropped = 0
        """Watchers whose connection took nothing any more."""

    def take(self, address: str | None) -> WatcherPlace:
        """Take a seat.

        Args:
            address: whose seat it is; None, for somebody on this machine, has no limit of its own.

        Raises:
            TooManyWatchersError: all seats are taken.
            TooManyFromAddressError: this address has as many as one may have.
        """
        here = self._by_address.get(address, 0)
        if self.taken >= self.number:
            self.turned_away += 1
            raise TooManyWatchersError
        if address is not None and here >= self._per_address:
            self.turned_away += 1
            raise TooManyFromAddressError
        self.taken += 1
        self._by_address[address] = here + 1
        return WatcherPlace(self, address)

    def give_back(self, address: str | None) -> None:
        """Let somebody else have a seat that was taken for this address."""
        self.taken -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]


class WatcherPlace:
    """A seat that is taken until somebody leaves it; a second time changes nothing."""

    __slots__ = ("_address", "_seats")

    def __init__(self, seats: WatcherLimits, address: str | None) -> None:
        self._seats: WatcherLimits | None = seats
        self._address = address

    def leave(self) -> None:
        """Give it back."""
        if self._seats:
            self._seats.give_back(self._address)
            self._seats = None

    def lose(self) -> None:
        """Give it back for a watcher who is dropped."""
        if self._seats:
            self._seats.dropped += 1
        self.leave()


def affordable(watchers: int) -> int:
    """Return how many of so many watchers may be let in, each of which is an open file.

    The system is asked to allow this process as many; votes need some too, so a small allowance
    is shared between both.
    """
    allowed = open_files.allow(watchers + OTHER_FILES)
    room = max(allowed - OTHER_FILES, allowed // 2)
    if room < watchers:
        log.warning("fewer_watchers", configured=watchers, possible=room, open_files=allowed)
    return min(watchers, room)
