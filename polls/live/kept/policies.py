"""Who may vote on which question: known without a look at the database for every vote."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.domain.questions.rules import Policy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.db.engines.changes import Change

CAPACITY = 10_000
"""Questions remembered: some megabytes."""

LIFETIME = 0.5
"""Seconds after which what is not settled is looked up again, although no change was heard of: the
database may not be heard just now."""

LookUp: TypeAlias = "Callable[[str], Awaitable[Policy | None]]"


class _Known(NamedTuple):
    looking: asyncio.Future[Policy | None]
    expires: float


class Policies:
    """Remembers the policy of a question until it changes; once settled, it does not any more.

    Whatever is decided by it is checked again where the ballot is written.

    Args:
        look_up: finds the policy of the question with this key; None if there is none.
    """

    def __init__(self, look_up: LookUp, clock: Callable[[], float] = time.monotonic) -> None:
        self._look_up = look_up
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def changed(self, change: Change | None) -> None:
        """Forget what this change (None: any) may have made another."""
        if change is None:
            self._known.clear()
        elif (known := self._known.get(change.key)) and not _is_settled(known.looking):
            del self._known[change.key]

    async def of(self, key: str) -> Policy:
        """Return the policy of a question; the usual one if there is no such question."""
        known = self._known.get(key)
        if known is None or not (_is_settled(known.looking) or self._clock() < known.expires):
            known = self._start(key)
        if known.looking.done():
            return known.looking.result() or _USUAL
        return await asyncio.shield(known.looking) or _USUAL

    def _start(self, key: str) -> _Known:
        self._known.pop(key, None)
        while len(self._known) >= CAPACITY:
            del self._known[next(iter(self._known))]
        looking = asyncio.ensure_future(self._look_up(key))
        known = self._known[key] = _Known(looking, self._clock() + LIFETIME)
        looking.add_done_callback(lambda done: self._forget_failure(key, done))
        return known

    def _forget_failure(self, key: str, done: asyncio.Future[Policy | None]) -> None:
        known = self._known.get(key)
        failed = done.cancelled() or done.exception() is not None or done.result() is None
        if failed and known and known.looking is done:
            del self._known[key]


_USUAL = Policy()


def _is_settled(looking: asyncio.Future[Policy | None]) -> bool:
    if not looking.done() or looking.cancelled() or looking.exception():
        return False
    policy = looking.result()
    return policy is not None and policy.is_settled
