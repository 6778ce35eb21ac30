"""Somebody who watches a result, and comes back when the stream ends, as a browser does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp

from tests.streams import Events

RETURN_SECONDS = 0.2
"""Sooner than the server asks for: the test should see what happens meanwhile."""


@dataclass
class Watcher:
    """What one watcher has seen: the newest sentence, and how each stream began."""

    url: str
    answer: str = ""
    statuses: set[int] = field(default_factory=set)

    async def watch(self) -> None:
        """Watch until cancelled."""
        seen: dict[str, str] = {}
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(f"{self.url}/poll/1/events", headers=seen) as stream:
                        self.statuses.add(stream.status)
                        events = Events(stream.content)
                        while stream.status == 200:
                            event = await events.tally()
                            self.answer = event.page.answer
                            seen = {"Last-Event-ID": event.tag}
                except (aiohttp.ClientError, asyncio.IncompleteReadError, TimeoutError):
                    pass  # the server is gone, or all is quiet
                await asyncio.sleep(RETURN_SECONDS)
