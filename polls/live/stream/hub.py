"""The hub: who watches which question, and as whom."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from polls.domain.errors import Absence, PollsError, UnavailableError
from polls.live.stream.channel import Channel

if TYPE_CHECKING:
    from polls.db.engines.changes import Change
    from polls.live.stream.channel import Audience, Render
    from polls.live.stream.watchers import Watcher

log = structlog.get_logger()

CLOSE_SECONDS = 1


class Hub:
    """Brings each new tally to all who watch its question. Where nobody watches nothing runs.

    Each audience has a channel with a task of its own, from its first watcher to its last.
    """

    def __init__(self, render: Render) -> None:
        self._render = render
        self._channels: dict[str, dict[Audience, Channel]] = {}
        """By question; none without a channel."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closing = False

    def changed(self, change: Change | None) -> None:
        """Render anew, soon, what this change (None: of anything) shows in and is watched."""
        channels = self._all() if change is None else self._channels.get(change.key, {}).values()
        for channel in channels:
            channel.changed()

    async def open(self, audience: Audience) -> bool:
        """Make sure that there is something that this audience can watch.

        Returns whether who has voted sees the same.

        Raises:
            PollsError: it cannot be seen, or not now.
        """
        if self._is_closing:
            raise UnavailableError(Absence.SERVER_STOPS)
        channel = self._channel(audience)
        await asyncio.shield(channel.opened)
        return channel.is_for_all

    def watch(self, audience: Audience, watcher: Watcher) -> None:
        """Keep one of an audience up to date until the stream is over."""
        if self._is_closing:
            watcher.dismiss()
        else:
            self._channel(audience).add(watcher)

    async def close(self) -> None:
        """End all streams, and take no more."""
        self._is_closing = True
        for channel in self._all():
            await channel.dismiss_all()
        for task in self._tasks:
            task.cancel()
        if self._tasks:  # one may be waiting for a database that does not answer
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)

    def _all(self) -> list[Channel]:
        return [each for channels in self._channels.values() for each in channels.values()]

    def _channel(self, audience: Audience) -> Channel:
        channels = self._channels.setdefault(audience.question, {})
        if audience not in channels:
            channel = channels[audience] = Channel(audience, self._render)
            name = f"watchers of {audience.question}"
            task = asyncio.create_task(self._run(channel), name=name)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return channels[audience]

    def _remove(self, audience: Audience) -> None:
        channels = self._channels[audience.question]
        del channels[audience]
        if not channels:
            del self._channels[audience.question]

    async def _run(self, channel: Channel) -> None:
        try:
            with suppress(PollsError):  # who asks is told the reason by `open`
                await channel.serve()
        except Exception:
            log.exception("watching_failed", question=channel.audience.question)
        finally:
            # At once, before anything is awaited: who comes now opens the channel anew.
            self._remove(channel.audience)
            await channel.dismiss_all()
