"""A watcher: one open stream, and how much of it has been taken."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from polls.live.stream.events import BEAT, END, retry

if TYPE_CHECKING:
    from polls.live.stream.events import Chunk, Event
    from polls.live.stream.watcher_limits import WatcherPlace

STUCK_SECONDS = 12.0
"""A watcher whose connection takes nothing for so long is dropped; looking once a second, that is
within 15 s. A telephone on a bad line takes one tally in less."""

SEND_BUFFER = 16 * 1024
"""Bytes that the kernel keeps for a watcher; by default it would take megabytes for one who never
reads. Here at most one tally waits beside it, and its bytes are the same for all."""

SILENT_MILLISECONDS = 30_000
"""A device that vanished acknowledges nothing, not even heartbeats. By default the kernel goes on
for a quarter of an hour, and all that time the watcher would count against the limits."""


class Watcher(asyncio.Protocol):
    """Sends one event at a time: a slow watcher skips what came and went meanwhile.

    Args:
        transport: of a connection whose response has begun, and for whose protocol this stands in.
        seat: given back at the end.
        is_chunked: whether the response goes in chunks.
        tag: of the tally that the watcher has already, if any.
    """

    __slots__ = ("_crowd", "_is_chunked", "_seat", "_stuck_since", "_tag", "_transport")

    def __init__(
        self,
        transport: asyncio.Transport,
        seat: WatcherPlace,
        *,
        is_chunked: bool,
        tag: str | None,
    ) -> None:
        self._transport = transport
        self._seat = seat
        self._is_chunked = is_chunked
        self._tag = tag
        self._stuck_since: float | None = None
        self._crowd: set[Watcher] = set()
        _limit(transport)

    def join(self, crowd: set[Watcher], event: Event | None) -> None:
        """Be one of `crowd` until the stream ends; begin it with the current tally if it is known.

        Must be called, and once.
        """
        self._crowd = crowd
        crowd.add(self)
        self._write(retry())
        if event and event.tag != self._tag:
            self._bring(event)

    def serve(self, event: Event | None, now: float, *, is_beat: bool) -> None:
        """Bring the newest tally unless it is known, or a heartbeat, if the last thing was taken.

        To be called every second or so, with the time in seconds of any steady clock.
        """
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size():
            self._wait_on(now)
            return
        self._stuck_since = None
        if event and event.tag != self._tag:
            self._bring(event)
        elif is_beat:
            self._write(BEAT)

    def dismiss(self) -> None:
        """End the stream, and say when to come back; without waiting for one who does not read."""
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size():
            self._transport.abort()
        else:
            self._write(retry())
            self._write(END)
            self._transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        """Make room for another."""
        self._crowd.discard(self)
        self._seat.leave()

    def _bring(self, event: Event) -> None:
        self._tag = event.tag
        self._write(event.chunk)

    def _write(self, chunk: Chunk) -> None:
        self._transport.write(chunk.chunked if self._is_chunked else chunk.plain)

    def _wait_on(self, now: float) -> None:
        if self._stuck_since is None:
            self._stuck_since = now
        elif now - self._stuck_since > STUCK_SECONDS:
            self._seat.lose()
            self._transport.abort()


def _limit(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if connection.family in _OF_THE_INTERNET and hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_MILLISECONDS)


_OF_THE_INTERNET = frozenset({socket.AF_INET, socket.AF_INET6})
