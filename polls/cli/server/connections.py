"""Connections of one server process: idle ones are closed before there are too many to accept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger()

ROOM = 384
"""Open files that are kept free. A closed connection is gone two rounds of the event loop later,
and each round accepts as many as wait, of which the system keeps 128."""

SHARE = 16
"""One in so many is closed at once, so that looking for idle ones is rare."""

SAY_SECONDS = 60.0
"""How often the log says that connections are closed, however many there are."""


class Runner(web.AppRunner):
    """Runs an application whose idle connections make room for new ones.

    Args:
        app: the application.
        allowed: open files that the system allows this process.
        options: of aiohttp's runner.
    """

    def __init__(self, app: web.Application, allowed: int, **options: Any) -> None:
        super().__init__(app, **options)
        self._allowed = allowed

    async def setup(self) -> None:
        """Start the application; if it cannot start, stop what has already been started of it."""
        try:
            await super().setup()
        except BaseException:
            await self.cleanup()
            raise

    async def _make_server(self) -> web.Server:
        return _Server(await super()._make_server(), self._allowed)


class _Server(web.Server):
    """aiohttp's server, which looks at how many files are open with each new connection."""

    def __init__(self, made: web.Server, allowed: int) -> None:
        options: dict[str, Any] = made._kwargs  # noqa: SLF001 - what aiohttp gave it
        super().__init__(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            **options,
        )
        self._most = allowed - _room(allowed)
        self._above = 0
        """New connections above the most since the last time that room was made."""
        self._closed = 0
        """Connections closed since the log said so."""
        self._said = -SAY_SECONDS

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        # The system gives the lowest free number: all numbers below it are open files, too.
        if transport.get_extra_info("socket").fileno() >= self._most:
            if not self._above:  # once for all that came together
                asyncio.get_running_loop().call_soon(self._make_room)
            self._above += 1

    def _make_room(self) -> None:
        """Close those that have been idle for the longest time."""
        number, self._above = self._above + self._most // SHARE, 0
        longest = sorted(self._idle(), key=_idle_until)[:number]
        for connection in longest:
            connection.force_close()
        self._say(len(longest))

    def _idle(self) -> Iterator[web.RequestHandler]:
        """Yield the connections that wait for the head of a request, or for the rest of it."""
        for connection in self.connections:
            waiter = connection._waiter  # noqa: SLF001 - aiohttp's own timer looks at it, too
            if waiter and not waiter.done():
                yield connection

    def _say(self, closed: int) -> None:
        self._closed += closed
        now = asyncio.get_running_loop().time()
        if self._closed and now - self._said >= SAY_SECONDS:
            log.warning("idle_connections_closed", number=self._closed, room_for=self._most)
            self._closed, self._said = 0, now


def _room(allowed: int) -> int:
    return min(ROOM, allowed * 3 // 8)


def _idle_until(connection: web.RequestHandler) -> float:
    """Return when it would be closed anyway, which is later the later it became idle."""
    return connection._next_keepalive_close_time  # noqa: SLF001 - there is no other record of it
