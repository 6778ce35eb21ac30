"""Who may vote on which question: known without a look at the database for every vote."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeAlias

from polls.domain.questions.rules import Policy
from polls.single_flight import Bounds, SingleFlight

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from polls.db.engines.changes import Change

CAPACITY = 10_000
"""Questions remembered: some megabytes."""

LIFETIME = 0.5
"""Seconds after which what is not settled is looked up again, although no change was heard of: the
database may not be heard just now."""

LookUp: TypeAlias = "Callable[[str], Awaitable[Policy | None]]"


class Policies(SingleFlight[str, str, Policy]):
    """Remembers the policy of a question until it changes; once settled, it does not any more.

    Whatever is decided by it is checked again where the ballot is written.

    Args:
        look_up: finds the policy of the question with this key; None if there is none.
        clock: tells seconds.
    """

    def __init__(self, look_up: LookUp, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(Bounds(CAPACITY), LIFETIME, clock)
        self._look_up = look_up

    def changed(self, change: Change | None) -> None:
        """Forget what this change (None: any) may have made another."""
        if change is None:
            self.forget_all()
        else:
            self.forget(change.key)

    def of(self, key: str) -> Coroutine[Any, Any, Policy]:
        """Return the policy of a question; the usual one if there is no such question."""
        return self.get(key, key)

    async def _make(self, source: str) -> Policy:
        return await self._look_up(source) or _USUAL

    def _is_kept(self, value: Policy) -> bool:
        return value is not _USUAL

    def _is_final(self, value: Policy) -> bool:
        return value.is_settled


_USUAL = Policy()
