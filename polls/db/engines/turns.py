"""How much of one turn of the event loop is for reading, so that votes come through in between."""

from __future__ import annotations

import asyncio
import time

BUDGET_SECONDS = 0.001
"""Of one turn of the event loop: some five usual reads. A question of 500 choices takes 2 ms to
read, and as long again to answer at once, and a vote takes about eight turns; when 16 connections
asked for such a question at once, it met 60 ms of them in a turn."""


class Turns:
    """Lets those who read go on while there is time in this turn of the event loop."""

    def __init__(self) -> None:
        self._ends: float | None = None
        """When no more readers go on; None while nobody has read in this turn."""

    async def take(self) -> None:
        """Wait for a turn of the event loop in which there is time."""
        while not self._has_time():  # noqa: ASYNC110 - only until the next turn
            await asyncio.sleep(0)

    def _has_time(self) -> bool:
        now = time.monotonic()
        if self._ends is None:
            self._ends = now + BUDGET_SECONDS
            asyncio.get_running_loop().call_soon(self._begin)
        return now < self._ends

    def _begin(self) -> None:
        self._ends = None
