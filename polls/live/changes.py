"""Passes each change of a question on once, however often it is heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.db.engines.changes import Change
    from polls.db.engines.database import Hear

CAPACITY = 10_000
"""Questions whose version is remembered: about a megabyte."""


class Changes:
    """Hears of changes from the ballot writer and from the database, and tells who shows them.

    A vote that this process took is heard of twice: after its commit, and when the database
    announces it to all processes. The second time it is known, and renders nothing anew.

    Args:
        tell: each is told of every change once, in this order.
    """

    def __init__(self, tell: Iterable[Hear]) -> None:
        self._tell = tuple(tell)
        self._versions: dict[str, int] = {}

    def hear(self, change: Change | None) -> None:
        """Pass a change on, unless this version of its question, or a later one, is known.

        None says that anything may have changed, even to an earlier version: a backup may have
        been brought back.
        """
        if change is None:
            self._versions.clear()
        elif self._versions.get(change.key, -1) >= change.version:
            return
        else:
            self._remember(change)
        for tell in self._tell:
            tell(change)

    def _remember(self, change: Change) -> None:
        while len(self._versions) >= CAPACITY and change.key not in self._versions:
            del self._versions[next(iter(self._versions))]  # told of again, it is news again
        self._versions[change.key] = change.version
