"""Which connections make room for new ones: the longest idle, and none with a request."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from polls.cli.server.connections import Runner
from polls.domain.start_errors import StartError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import TypeAlias

    Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]

MANY = 64
"""More idle connections than are let in below."""
SLOW = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
QUICK = b"GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n"
UNFINISHED = SLOW[:-4]
STREAM = b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
BODY = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nvo"


class Site:
    """A server that makes room from some open files more than there are now."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.go_on = asyncio.Event()
        self.clients: list[asyncio.StreamWriter] = []

    async def connect(self, sent: bytes = b"") -> Connection:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.clients.append(writer)
        writer.write(sent)
        await asyncio.sleep(0.01)
        return reader, writer

    async def quick(self, _request: web.Request) -> web.Response:
        return web.Response(text="quick")

    async def slow(self, _request: web.Request) -> web.Response:
        await self.go_on.wait()
        return web.Response(text="slow")

    async def body(self, request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    async def stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"begin")
        await self.go_on.wait()
        await response.write(b"end")
        return response


@asynccontextmanager
async def serving(port: int, room: int) -> AsyncIterator[Site]:
    site = Site(port)
    app = web.Application()
    app.router.add_get("/quick", site.quick)
    app.router.add_get("/slow", site.slow)
    app.router.add_get("/stream", site.stream)
    app.router.add_post("/body", site.body)
    now = os.dup(0)
    os.close(now)
    runner = Runner(app, (now + room) * 8 // 5, keepalive_timeout=30)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield site
    site.go_on.set()
    await runner.cleanup()
    for client in site.clients:
        client.close()
        with suppress(ConnectionError):
            await client.wait_closed()


async def test_connections_with_a_request_are_kept(unused_tcp_port: int) -> None:
    async with serving(unused_tcp_port, room=20) as site:
        slow, body = await site.connect(SLOW), await site.connect(BODY)
        stream = await site.connect(STREAM)
        idle = [await site.connect() for _ in range(MANY)]

        site.go_on.set()
        body[1].write(b"te")
        ends = ((slow, b"slow"), (body, b"vote"), (stream, b"0\r\n\r\n"))
        answers = [await reader.readuntil(end) for (reader, _), end in ends]
        still_open = [each for each in idle if not each[0].at_eof()]

    assert [answer.partition(b"\r\n\r\n")[2] for answer in answers] == [
        b"slow",
        b"vote",
        b"5\r\nbegin\r\n3\r\nend\r\n0\r\n\r\n",
    ]
    assert len(still_open) < MANY


async def test_longest_idle_connections_are_closed_first(unused_tcp_port: int) -> None:
    async with serving(unused_tcp_port, room=100) as site:
        used = await site.connect()
        idle = [await site.connect(UNFINISHED) for _ in range(30)]
        used[1].write(QUICK)
        await used[0].readuntil(b"quick")
        idle.append(used)
        while not idle[0][0].at_eof():
            idle.append(await site.connect())
        closed = [reader.at_eof() for reader, _ in idle]

    assert closed == sorted(closed, reverse=True)
    assert 1 <= sum(closed) <= 30


async def test_start_that_fails_stops_what_had_started() -> None:
    done: list[str] = []

    async def metrics(_app: web.Application) -> AsyncIterator[None]:
        done.append("started")
        yield
        done.append("stopped")

    async def database(_app: web.Application) -> AsyncIterator[None]:
        if done:
            raise StartError
        yield

    app = web.Application()
    app.cleanup_ctx.extend([metrics, database])

    with pytest.raises(StartError):
        await Runner(app, 1024).setup()

    assert done == ["started", "stopped"]
