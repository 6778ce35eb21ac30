"""People who watch a real server: what reaches them, and what they may cost."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from polls.db.engines.postgres import LISTENER
from polls.domain.questions.asking import MOST_CHOICES
from polls.domain.text.texts import TEXT_LENGTH
from polls.services.running import databases
from tests import asking
from tests.scenarios.serving import Server, command, sample, serving
from tests.scenarios.voters import Voters, visitor
from tests.streams import Events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp
    from sqlalchemy import Connection

    from polls.settings import Settings

WITHIN = 1.0
DEAF = ("-m", "tests.scenarios.deaf_server")
GENEROUS = ("-m", "tests.scenarios.generous_server")

SILENT = 50
PATIENCE = 17.0
ESTABLISHED = "01"  # in /proc/net/tcp


async def test_vote_taken_by_one_server_reaches_the_watchers_of_another(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(postgres_settings)
    async with (
        serving(postgres_settings, tmp_path) as one,
        serving(postgres_settings, tmp_path) as other,
        visitor() as bob,
        _watching(bob, other) as events,
    ):
        assert (await events.tally()).page.answer == "No votes yet."

        assert await Voters(one.url).vote(bob, "a" * 22, 2) == 303
        began = time.monotonic()
        seen = await events.tally()
        seconds = time.monotonic() - began

    assert seen.page.answer == "The sky leads with 1 of 1 vote."
    assert seconds < WITHIN


async def test_vote_taken_by_one_server_is_missed_by_one_that_does_not_listen(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(postgres_settings)
    async with (
        serving(postgres_settings, tmp_path) as one,
        serving(postgres_settings, tmp_path, program=DEAF) as other,
        visitor() as bob,
        _watching(bob, other) as events,
    ):
        assert (await events.tally()).page.answer == "No votes yet."

        assert await Voters(one.url).vote(bob, "a" * 22, 2) == 303

        with pytest.raises(TimeoutError):
            await events.tally()


async def test_closing_from_the_command_line_reaches_the_watchers(
    settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(settings)
    async with (
        serving(settings, tmp_path) as server,
        visitor() as bob,
        _watching(bob, server) as events,
    ):
        assert (await events.tally()).page.answer == "No votes yet."

        await command(settings, tmp_path, "close", "1")
        began = time.monotonic()
        seen = await events.tally()
        seconds = time.monotonic() - began

    assert seen.page.answer == "Nobody voted."
    assert seconds < WITHIN


async def test_watchers_catch_up_after_the_listening_connection_was_killed(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(postgres_settings)
    async with (
        serving(postgres_settings, tmp_path) as server,
        visitor() as bob,
        _watching(bob, server) as events,
        databases.opened(postgres_settings) as database,
    ):
        assert (await events.tally()).page.answer == "No votes yet."

        await database.write(_close_unheard)

        assert (await events.tally()).page.answer == "Nobody voted."


def _close_unheard(connection: Connection) -> None:
    """Close the question, announce it to nobody, and kill who would have listened."""
    connection.execute(text("UPDATE question SET closed_at = now(), version = version + 1"))
    killed = connection.scalars(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = :listener",
        ),
        {"listener": LISTENER},
    )
    assert killed.all() == [True]


async def test_stop_with_open_streams_takes_less_than_five_seconds(
    settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(settings)
    async with (
        serving(settings, tmp_path) as server,
        visitor() as bob,
        AsyncExitStack() as watching,
    ):
        streams = [await watching.enter_async_context(_watching(bob, server)) for _ in range(200)]
        for events in streams:
            await events.tally()

        began = time.monotonic()
        status = await server.stop()
        seconds = time.monotonic() - began
        ends = [await _end(events) for events in streams]

    assert status == 0, server.output.read_text()
    assert seconds < 5
    assert ends == [["retry"]] * 200


async def test_watchers_who_never_read_are_dropped_and_cost_little(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await _ask_much(sqlite_settings)
    async with serving(sqlite_settings, tmp_path) as server:
        cost = await _cost_of_silence(server)

    assert cost.kibibytes < 256
    assert cost.seconds < 15


async def test_watchers_who_never_read_cost_much_where_nobody_minds_them(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await _ask_much(sqlite_settings)
    async with serving(sqlite_settings, tmp_path, program=GENEROUS) as server:
        cost = await _cost_of_silence(server)

    assert cost.kibibytes > 256
    assert cost.seconds > 15


@dataclass(frozen=True)
class Cost:
    """What watchers cost who never read."""

    kibibytes: float
    """Of one, at most: memory of the process, and what the kernel has still to send."""
    seconds: float
    """Until all were dropped, or the test gave up."""


async def _cost_of_silence(server: Server) -> Cost:
    silent = [_silent(server) for _ in range(SILENT)]
    ports = {connection.getsockname()[1] for connection in silent}
    before = _resident(server)
    peak = 0.0
    began = time.monotonic()
    voters = Voters(server.url, choices=(1, 2))
    async with visitor() as session:
        while (queues := _queues(server, ports)) and time.monotonic() - began < PATIENCE:
            peak = max(peak, _resident(server) - before + sum(queues))
            await voters.vote(session, f"{len(voters.statuses):022}", 1)
            await asyncio.sleep(0.1)
    seconds = time.monotonic() - began
    for connection in silent:
        connection.close()
    return Cost(peak / SILENT / 1024, seconds)


def _silent(server: Server) -> socket.socket:
    """Ask for a stream and never read it."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.connect((host, int(port)))
    connection.sendall(b"GET /poll/1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return connection


def _queues(server: Server, ports: set[int]) -> list[int]:
    """Return for each open connection to one of `ports` the bytes that wait in the kernel."""
    own = int(server.url.rpartition(":")[2])
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    return [
        int(row[4].split(":")[0], 16)
        for row in rows
        if _port(row[1]) == own and _port(row[2]) in ports and row[3] == ESTABLISHED
    ]


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _resident(server: Server) -> int:
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def _end(events: Events) -> list[str]:
    """Return the names of the fields that still come until the stream ends."""
    names: list[str] = []
    while True:
        try:
            names += (await events.block()).fields
        except asyncio.IncompleteReadError:
            return names


async def _ask_much(settings: Settings) -> None:
    """Ask a question whose tally is as large as it can be."""
    choices = [f"{number}".ljust(TEXT_LENGTH, ".") for number in range(MOST_CHOICES)]
    async with databases.opened(settings) as database:
        assert await asking.ask(database, "Which?", choices) == "1"


@asynccontextmanager
async def _watching(session: aiohttp.ClientSession, server: Server) -> AsyncIterator[Events]:
    async with session.get(f"{server.url}/poll/1/events") as response:
        assert response.status == 200
        yield Events(response.content)


async def test_watchers_who_leave_at_once_are_no_errors(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)
    async with serving(sqlite_settings, tmp_path) as server:
        for each in range(40):
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /poll/1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.sleep(each / 400)
            writer.close()
        await asyncio.sleep(1)

        log = server.output.read_text()

    assert "/poll/1/events" in log
    for word in ("request_failed", "Traceback", '"status":500'):
        assert word not in log
