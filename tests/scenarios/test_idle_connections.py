"""More idle connections than open files: newcomers vote all the same, and nobody is cut off."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp

from tests.scenarios.serving import mistakes, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from polls.settings import Settings
    from tests.scenarios.serving import Server

NARROW = ("-m", "tests.scenarios.narrow_server")
CROWDED = ("-m", "tests.scenarios.crowded_server")
IDLE = 1_500
NEWCOMERS = 20
PATIENCE = aiohttp.ClientTimeout(total=2)
BEGINNINGS = (
    b"",
    b"POST /poll/1/vote HTTP/1.1\r\nHost: local",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
)
"""What an idle connection has sent: nothing, a part of a request, or all of one."""


@asynccontextmanager
async def crowd(server: Server) -> AsyncIterator[None]:
    """Open the idle connections, fifty at a time, and keep them."""
    kept = []
    for first in range(0, IDLE, 50):
        opened = await asyncio.gather(
            *(asyncio.open_connection("127.0.0.1", server.port) for _ in range(50))
        )
        for number, (_, writer) in enumerate(opened, start=first):
            writer.write(BEGINNINGS[number % len(BEGINNINGS)])
        kept += opened
    yield
    for _, writer in kept:
        writer.transport.abort()


async def vote(server: Server, number: int) -> int | None:
    """Vote over a new connection; return the status, or None where none came in time."""
    async with visitor(timeout=PATIENCE) as session:
        try:
            return await Voters(server.url).vote(session, f"{number:022}", 1)
        except (aiohttp.ClientError, TimeoutError):
            return None


async def test_idle_connections_make_room_for_newcomers(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)
    async with (
        serving(sqlite_settings, tmp_path, program=NARROW) as server,
        visitor() as session,
        session.get(
            f"{server.url}/poll/1/events", headers={"Accept": "text/event-stream"}
        ) as stream,
    ):
        await stream.content.readuntil(b"\n\n")
        async with crowd(server):
            began = time.monotonic()
            statuses = [await vote(server, number) for number in range(NEWCOMERS)]
            seconds = time.monotonic() - began
        news = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 2)

    assert statuses == [303] * NEWCOMERS
    assert seconds < 2
    assert b"data:" in news
    assert mistakes(server) == []
    assert server.output.read_text().count("idle_connections_closed") == 1


async def test_idle_connections_lock_newcomers_out_without_room(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)
    async with serving(sqlite_settings, tmp_path, program=CROWDED) as server, crowd(server):
        assert await vote(server, 1) is None
