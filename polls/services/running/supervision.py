"""Supervision of tasks that last as long as the server: each is started again when it fails."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

log = structlog.get_logger()

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 5.0
"""Before a task is started again, doubling while it keeps failing."""

Work: TypeAlias = "Callable[[], Awaitable[None]]"


class Supervisor:
    """Runs tasks, and knows which of them have failed and do not work yet again."""

    def __init__(self) -> None:
        self.restarts: Counter[str] = Counter()
        """By the name of the task."""
        self._down: dict[str, float] = {}
        """Name → when it failed last, by the clock of the event loop."""

    @property
    def down(self) -> Collection[str]:
        """The tasks that wait to be started again, or were so lately that it may not last."""
        now = asyncio.get_running_loop().time()
        return [name for name, failed in self._down.items() if now < failed + LONGEST_SECONDS]

    def start(self, name: str, work: Work) -> asyncio.Task[None]:
        """Run `work` until it returns or its task is cancelled; after an error, again."""
        self.restarts[name] = 0
        return asyncio.create_task(self._run(name, work), name=name)

    async def _run(self, name: str, work: Work) -> None:
        loop = asyncio.get_running_loop()
        delay = FIRST_SECONDS
        while True:
            began = loop.time()
            try:
                await work()
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                log.exception("task_failed", task=name)  # by what it waited for, not by us
            except Exception:
                log.exception("task_failed", task=name)
            else:
                return
            self._down[name] = loop.time()
            self.restarts[name] += 1
            if loop.time() - began > LONGEST_SECONDS:
                delay = FIRST_SECONDS  # it had worked
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_SECONDS)
