"""Two servers on PostgreSQL behind a proxy, each restarted while people vote and watch."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests import pages
from tests.scenarios.holding import held
from tests.scenarios.proxies import BEFORE
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import PROGRAM, Server, free_port, sample, serving
from tests.scenarios.voters import Voters
from tests.scenarios.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polls.settings import Settings

EARLY = ("-m", "tests.scenarios.early_acknowledger")
WATCHERS = 8
BETWEEN = 200
"""Votes acknowledged between one event and the next."""
PAUSE = 0.03
"""Between two votes of a voter: the restarts need the processor too."""
IN_TIME = 15.0


@pytest.mark.parametrize("proxy", BEFORE)
async def test_restarts_behind_a_proxy_lose_and_double_nothing(
    postgres_settings: Settings,
    tmp_path: Path,
    proxy: str,
) -> None:
    voters = await _vote_through_restarts(postgres_settings, tmp_path, PROGRAM, proxy)

    found = await account(postgres_settings, voters)
    assert found == Account(lost=0, altered=0, recorded=len(voters.acknowledged), differences=())
    assert voters.errors == []
    assert set(voters.statuses) <= {303, 503}
    assert voters.retry_after <= {"2"}


async def test_restart_test_finds_votes_acknowledged_too_early(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    voters = await _vote_through_restarts(postgres_settings, tmp_path, EARLY, "nginx")

    assert (await account(postgres_settings, voters)).lost > 0


async def _vote_through_restarts(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
    proxy: str,
) -> Voters:
    """Let a crowd vote while one server is stopped, the other one killed, and both come back."""
    await sample(settings)
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:

        async def start(port: int) -> Server:
            return await stack.enter_async_context(
                serving(settings, folder, program=program, port=port),
            )

        first, second = [await start(port) for port in ports]
        url = await stack.enter_async_context(BEFORE[proxy](ports, folder))
        watchers = [Watcher(url) for _ in range(WATCHERS)]
        watching = [asyncio.create_task(watcher.watch()) for watcher in watchers]
        stack.callback(lambda: [task.cancel() for task in watching])
        voters = Voters(url, is_patient=True, pause=PAUSE)
        voting = asyncio.create_task(voters.crowd(size=24, votes_each=10_000))
        await _go_on(voters)
        assert await first.stop(signal.SIGTERM) == 0
        await _go_on(voters)
        await _voted_at(await start(first.port))
        async with held(settings, voters.question, batches=2):  # the kill meets one of them
            await second.stop(signal.SIGKILL)
        await _go_on(voters)
        await start(second.port)
        await _go_on(voters)
        voters.is_over = True
        await voting
        await _all_see(watchers, await _answer(url))
    assert set().union(*(watcher.statuses for watcher in watchers)) <= {200, 503}
    return voters


async def _answer(url: str) -> str:
    """Return what the page of the result says."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/poll/1/results") as page:
        return pages.read(await page.text()).answer


async def _all_see(watchers: Sequence[Watcher], answer: str) -> None:
    """Wait until every watcher has seen the end."""
    deadline = time.monotonic() + IN_TIME
    while {watcher.answer for watcher in watchers} != {answer}:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def _voted_at(server: Server) -> None:
    """Wait until the proxy has found out that a server is back."""
    deadline = time.monotonic() + IN_TIME
    while b"/vote" not in server.output.read_bytes()[server.log_begins :]:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def _go_on(voters: Voters) -> None:
    """Wait for more votes."""
    deadline = time.monotonic() + IN_TIME
    enough = len(voters.acknowledged) + BETWEEN
    while len(voters.acknowledged) < enough:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
