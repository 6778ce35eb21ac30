"""Clients that leave or send nonsense: no line of the log says that the program made a mistake."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.scenarios.serving import mistakes, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings

MISTAKEN = ("-m", "tests.scenarios.mistaken_server")
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
RUDE = (
    # Who leaves before the body, in it, before the answer, and while watching.
    b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n" + FORM + b"\r\n",
    b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n" + FORM + b"\r\ncho",
    b"GET /poll/1/results HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /poll/1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n",
    b"POST /new HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n" + FORM + b"\r\nquestion=",
    # What is no HTTP, or says of its body what is not true.
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense",
    b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
    + FORM
    + b"\r\n\xff\xfe%",
)


async def test_rude_clients_are_no_mistakes(sqlite_settings: Settings, tmp_path: Path) -> None:
    await sample(sqlite_settings)
    async with serving(sqlite_settings, tmp_path) as server, visitor() as session:
        voters = Voters(server.url)
        for pause in (0, 0.05):
            for request in RUDE:
                _, writer = await asyncio.open_connection("127.0.0.1", server.port)
                writer.write(request)
                await asyncio.sleep(pause)
                writer.transport.abort()
        status = await voters.vote(session, "a" * 22, 1)
        await server.stop()

    assert status == 303
    assert mistakes(server) == []


async def test_mistake_is_found_in_the_log(sqlite_settings: Settings, tmp_path: Path) -> None:
    await sample(sqlite_settings)
    async with serving(sqlite_settings, tmp_path, program=MISTAKEN) as server, visitor() as session:
        status = await Voters(server.url).vote(session, "a" * 22, 1)
        await server.stop()

    assert status == 500
    assert mistakes(server) == ["Traceback", "request_failed"]
