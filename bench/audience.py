"""A process that watches: opens many event streams, reads them, and says when all had an event.

`python -m bench.audience HOST PORT PATH NUMBER` writes a line of JSON whenever it has something to
say: the seconds that opening took; then, after each line that it reads, “marked”, and the moment
(of the system's steady clock) at which the last stream had its next event.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast

import uvloop

OPEN_SECONDS = 60
AT_ONCE = 200
"""Streams being opened at the same time, within what a listening socket queues up."""

HEADERS = (
    "Connection: keep-alive",
    'sec-ch-ua: "Not;A=Brand";v="24", "Chromium";v="150"',
    "sec-ch-ua-mobile: ?1",
    'sec-ch-ua-platform: "Android"',
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile",
    "Accept: text/event-stream",
    "Cache-Control: no-cache",
    "Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Dest: empty",
    "Referer: http://127.0.0.1/poll/1/results",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9",
    "Cookie: voter=AAAAAAAAAAAAAAAAAAAAAA",
)
"""As browsers send them: the server keeps them as long as the stream lasts."""

EVENT = b"event: tally"


class Audience:
    """Counts the streams that have not had an event since the last mark."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.round = 0
        self.missing = size
        self.is_complete = asyncio.Event()
        self.is_lost = False

    def mark(self) -> None:
        """Begin a round: from here on each stream is to have an event."""
        self.round += 1
        self.missing = self.size
        self.is_complete.clear()

    def arrived(self) -> None:
        """Count a stream that had its first event of the round."""
        self.missing -= 1
        if not self.missing:
            self.is_complete.set()


class Stream(asyncio.Protocol):
    """One event stream. An event may be cut in two by the network: the end is kept."""

    def __init__(self, audience: Audience, request: bytes) -> None:
        self.audience = audience
        self.request = request
        self.round = -1
        self.end = b""
        self.has_begun = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        cast("asyncio.Transport", transport).write(self.request)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        """Look for an event."""
        text = self.end + data
        self.end = text[-len(EVENT) + 1 :]
        if EVENT in text and self.round != self.audience.round:
            self.round = self.audience.round
            self.audience.arrived()
            if not self.has_begun.done():
                self.has_begun.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that a stream ended, which none should."""
        self.audience.is_lost = True
        if not self.has_begun.done():
            self.has_begun.set_exception(exc or ConnectionError("refused: the first answer ended"))


async def watch(host: str, port: int, path: str, number: int) -> None:
    loop = asyncio.get_running_loop()
    audience = Audience(number)
    lines = (f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *HEADERS, "", "")
    request = "\r\n".join(lines).encode()
    turns = asyncio.Semaphore(AT_ONCE)

    async def begin() -> None:
        async with turns:
            _, stream = await loop.create_connection(lambda: Stream(audience, request), host, port)
            await stream.has_begun

    began = time.monotonic()
    async with asyncio.timeout(OPEN_SECONDS):
        await asyncio.gather(*(begin() for _ in range(number)))
    say(round(time.monotonic() - began, 3))
    while await asyncio.to_thread(sys.stdin.readline):
        audience.mark()
        say("marked")
        await audience.is_complete.wait()
        if audience.is_lost:
            raise ConnectionError("the server ended a stream")
        say(time.monotonic())


def say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(watch(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
