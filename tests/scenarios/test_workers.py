"""Several server processes on one port and one PostgreSQL database."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import orjson
import pytest

from polls.settings import MetricsSettings
from tests.scenarios.holding import held
from tests.scenarios.links import linked
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import PROGRAM, Server, free_ports, sample, serving
from tests.scenarios.voters import Voters, visitor
from tests.scenarios.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polls.settings import Settings

T = TypeVar("T")

WORKERS = 2
OPTIONS = ("--workers", str(WORKERS))
EARLY = ("-m", "tests.scenarios.early_acknowledger")
IN_TIME = 10.0


@pytest.fixture
def settings(postgres_settings: Settings) -> Settings:
    """PostgreSQL only: SQLite serves one process."""
    asyncio.run(sample(postgres_settings))
    return postgres_settings


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_workers_stop_under_load_and_answer_votes_in_flight(
    settings: Settings,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    async with serving(settings, tmp_path, options=OPTIONS) as server:
        voters = Voters(server.url)
        voting = asyncio.create_task(voters.crowd(size=32, votes_each=2_000))
        watchers = [Watcher(server.url) for _ in range(8)]
        watching = [asyncio.create_task(watcher.watch()) for watcher in watchers]
        await _acknowledged(voters, 500)
        await _until(lambda: all(watcher.answer for watcher in watchers))

        began = time.monotonic()
        status = await server.stop(number)
        seconds = time.monotonic() - began
        await voting
        for task in watching:
            task.cancel()

    assert status == 0, server.output.read_text()
    assert seconds < 5
    assert set(voters.statuses) <= {303, 503}
    found = await account(settings, voters)
    assert found == Account(lost=0, altered=0, recorded=len(voters.acknowledged), differences=())


async def test_killed_worker_loses_no_vote_and_is_replaced(
    settings: Settings,
    tmp_path: Path,
) -> None:
    found, before, after = await _kill_a_worker(settings, tmp_path, PROGRAM)

    assert found == Account(lost=0, altered=0, recorded=found.recorded, differences=())
    assert len(after) == WORKERS
    assert len(before & after) == WORKERS - 1


async def test_kill_of_a_worker_finds_votes_acknowledged_too_early(
    settings: Settings,
    tmp_path: Path,
) -> None:
    found, _, _ = await _kill_a_worker(settings, tmp_path, EARLY)

    assert found.lost > 0


async def _kill_a_worker(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[Account, set[int], set[int]]:
    """Kill one worker under load; return the account, and the workers before and after."""
    async with serving(settings, folder, program=program, options=OPTIONS) as server:
        voters = Voters(server.url)
        before = await _workers(server)
        voting = asyncio.create_task(voters.crowd(size=32, votes_each=500))
        await _acknowledged(voters, 200)
        async with held(settings, voters.question, batches=WORKERS):  # the kill meets one
            os.kill(min(before), signal.SIGKILL)
        # Others, for all who voted before may have had the killed worker: the kernel chose.
        newcomers = Voters(server.url, doubles=0)
        await newcomers.crowd(size=8, votes_each=30)
        await voting
        after = await _workers(server)
        await server.stop(signal.SIGKILL)
    assert newcomers.statuses == [303] * 240, "the others did not go on"
    voters.acknowledged |= newcomers.acknowledged
    return await account(settings, voters), before, after


async def test_worker_that_dies_while_the_database_is_away_is_back_with_it(
    settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        linked(settings, tmp_path) as (link, over_the_link),
        serving(over_the_link, tmp_path, options=OPTIONS) as server,
        visitor() as session,
    ):
        voters = Voters(server.url)
        before = await _workers(server)
        killed, other = _events(server, "worker_started")
        link.drop_packets()
        os.kill(killed["pid"], signal.SIGKILL)
        failures = await _until(lambda: _events(server, "worker_could_not_start"))
        while_away = await voters.vote(session, "a" * 22, 1)
        link.mend()
        after = await _workers(server)
        back = await voters.vote(session, "a" * 22, 1)
        status = await server.stop()

    assert "cannot be opened" in failures[0]["reason"]
    assert failures[0]["slot"] == killed["slot"] != other["slot"]
    assert _events(server, "worker_started")[-1]["slot"] == killed["slot"]
    assert (while_away, back, status) == (503, 303, 0)
    assert len(before & after) == WORKERS - 1


async def test_all_workers_take_votes_and_serve_their_own_metrics(
    settings: Settings,
    tmp_path: Path,
) -> None:
    first = free_ports(WORKERS)
    settings = settings.model_copy(update={"metrics": MetricsSettings(port=first)})
    async with (
        serving(settings, tmp_path, options=OPTIONS) as server,
        aiohttp.ClientSession() as session,
    ):
        await _workers(server)
        voters = Voters(server.url, doubles=0)
        counted = [0]
        deadline = time.monotonic() + IN_TIME
        while min(counted) == 0:  # the kernel chooses who gets a connection
            assert time.monotonic() < deadline
            await voters.crowd(size=32, votes_each=5)
            counted = [await _counted(session, port) for port in range(first, first + WORKERS)]

    assert sum(counted) == len(voters.acknowledged) == len(voters.statuses)


async def _counted(session: aiohttp.ClientSession, port: int) -> int:
    async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        return _votes(await answer.text())


def _votes(metrics: str) -> int:
    (line,) = re.findall(r'^polls_votes_total\{outcome="new"\} (.*)$', metrics, re.MULTILINE)
    return int(float(line))


async def test_workers_write_whole_lines_and_leave_no_files(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(home))
    async with serving(settings, tmp_path, options=OPTIONS) as server:
        voters = Voters(server.url, doubles=0)
        await voters.crowd(size=16, votes_each=25)
        found = list(home.rglob("*"))
        await server.stop()

    lines = [orjson.loads(line) for line in server.output.read_text().splitlines()]
    votes = [line for line in lines if line["event"] == "request" and line["status"] == 303]
    assert len(votes) == len(voters.statuses) == 400
    assert {line["level"] for line in lines} == {"info"}
    assert found == []


async def _acknowledged(voters: Voters, votes: int) -> None:
    await _until(lambda: len(voters.acknowledged) >= votes)


async def _workers(server: Server) -> set[int]:
    """Wait until all workers serve; return their process ids."""
    return await _until(lambda: _serving(server))


def _serving(server: Server) -> set[int] | None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    running = {int(each) for each in children.read_text().split()}
    started = {line["pid"] for line in _events(server, "worker_started")}
    return running if len(running & started) == WORKERS else None


def _events(server: Server, name: str) -> list[dict[str, Any]]:
    lines = server.output.read_text().splitlines()
    events = [orjson.loads(line) for line in lines if line.startswith("{")]
    return [event for event in events if event["event"] == name]


async def _until(find: Callable[[], T | None]) -> T:
    """Wait until `find` finds something."""
    deadline = time.monotonic() + IN_TIME
    while not (found := find()):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    return found
