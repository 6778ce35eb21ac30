"""The hub: who watches which question."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from polls.domain.errors import PollsError, UnavailableError
from polls.live.channel import Channel

if TYPE_CHECKING:
    from polls.db.changes import Change
    from polls.live.channel import Render
    from polls.live.watchers import Watcher

log = structlog.get_logger()

CLOSE_SECONDS = 1


class Hub:
    """Brings each new tally to all who watch its question. Where nobody watches nothing runs.

    Each watched question has a channel with a task of its own, from its first watcher to its last.
    """

    def __init__(self, render: Render) -> None:
        self._render = render
        self._channels: dict[str, Channel] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closing = False

    def changed(self, change: Change | None) -> None:
        """Render anew, soon, what this change (None: of anything) shows in and is watched."""
        if change is None:
            for channel in self._channels.values():
                channel.changed()
        elif change.key in self._channels:
            self._channels[change.key].changed()

    async def open(self, key: str) -> None:
        """Make sure that a question can be watched.

        Raises:
            PollsError: it cannot be seen, or not now.
        """
        if self._is_closing:
            raise UnavailableError("The server is restarting.")
        await asyncio.shield(self._channel(key).opened)

    def watch(self, key: str, watcher: Watcher) -> None:
        """Keep a watcher of a question up to date until the stream is over."""
        if self._is_closing:
            watcher.dismiss()
        else:
            self._channel(key).add(watcher)

    async def close(self) -> None:
        """End all streams, and take no more."""
        self._is_closing = True
        for channel in tuple(self._channels.values()):
            await channel.dismiss_all()
        for task in self._tasks:
            task.cancel()
        if self._tasks:  # one may be waiting for a database that does not answer
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)

    def _channel(self, key: str) -> Channel:
        if key not in self._channels:
            channel = self._channels[key] = Channel(key, self._render)
            task = asyncio.create_task(self._run(channel), name=f"watchers of {key}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return self._channels[key]

    async def _run(self, channel: Channel) -> None:
        try:
            with suppress(PollsError):  # who asks is told the reason by `open`
                await channel.serve()
        except Exception:
            log.exception("watching_failed", question=channel.key)
        finally:
            # At once, before anything is awaited: who comes now opens the channel anew.
            del self._channels[channel.key]
            await channel.dismiss_all()
