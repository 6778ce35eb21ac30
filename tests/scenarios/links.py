"""A line between the server and PostgreSQL that can be cut and mended."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from polls.settings import Settings


class Link:
    """A line between the server and PostgreSQL that can be cut and mended."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._is_whole = asyncio.Event()
        self._is_whole.set()
        self._calls: set[asyncio.Task[None]] = set()

    async def carry(self, near: asyncio.StreamReader, reply: asyncio.StreamWriter) -> None:
        """Carry one connection, both ways, until either side hangs up."""
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        ends = [reply]
        try:
            await self._is_whole.wait()
            far, send = await asyncio.open_unix_connection(self._target)
            ends.append(send)
            ways = [
                asyncio.ensure_future(self._pump(near, send)),
                asyncio.ensure_future(self._pump(far, reply)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in ends:
                end.close()
            self._calls.discard(call)

    def drop_packets(self) -> None:
        """Carry nothing any more, and tell nobody."""
        self._is_whole.clear()

    def mend(self) -> None:
        self._is_whole.set()

    async def hang_up(self) -> None:
        """End every connection."""
        calls = list(self._calls)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                await self._is_whole.wait()
                sink.write(data)
                await sink.drain()


@asynccontextmanager
async def linked(settings: Settings, folder: Path) -> AsyncIterator[tuple[Link, Settings]]:
    """Put a line before PostgreSQL; gives it, and the settings that lead over it."""
    assert settings.postgres is not None
    link = Link(f"{settings.postgres.host}/.s.PGSQL.{settings.postgres.port}")
    near = folder / f".s.PGSQL.{settings.postgres.port}"
    listener = await asyncio.start_unix_server(link.carry, near)
    block = settings.postgres.model_copy(update={"host": str(folder)})
    try:
        yield link, settings.model_copy(update={"postgres": block})
    finally:
        listener.close()
        await link.hang_up()
