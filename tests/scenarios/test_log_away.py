"""A log that cannot be written: nobody waits for it, and nothing fails with it."""

from __future__ import annotations

import asyncio
import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest

from polls.db.engines.locks import WriteLock
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import PROGRAM, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from polls.settings import Settings

TALKATIVE = ("-m", "tests.scenarios.talkative_server")
VOTES = 1_200
"""Twice as many as the lines of which fill a pipe."""


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    with ExitStack() as ends:
        source, sink = os.pipe()
        ends.callback(os.close, source)
        ends.callback(os.close, sink)
        yield source, sink


async def _vote_unread(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
    seconds: float,
) -> tuple[list[int], Voters, bytes]:
    """Vote while nobody reads the server's log; return what it then has to say, too."""
    with pipe() as (source, sink):
        async with serving(settings, folder, program=program, stdout=sink) as server:
            voters = Voters(server.url, doubles=0)
            try:
                async with asyncio.timeout(seconds):
                    await voters.crowd(size=8, votes_each=VOTES // 8)
            finally:
                statuses = list(voters.statuses)
                log = await _read(source)
    return statuses, voters, log


async def _read(source: int) -> bytes:
    os.set_blocking(source, False)
    found = b""
    for _ in range(10):
        await asyncio.sleep(0.05)
        try:
            found += os.read(source, 10_000_000)
        except BlockingIOError:
            break
    return found


async def test_log_that_nobody_reads_stops_no_vote(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)

    statuses, voters, log = await _vote_unread(sqlite_settings, tmp_path, PROGRAM, seconds=30)

    assert statuses == [303] * VOTES
    assert log.count(b'"/poll/1/vote"') > VOTES / 4
    assert await account(sqlite_settings, voters) == Account(0, 0, recorded=VOTES, differences=())


async def test_server_that_waits_for_its_log_stands_still(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)

    with pytest.raises((TimeoutError, aiohttp.ClientError)):
        await _vote_unread(sqlite_settings, tmp_path, TALKATIVE, seconds=4)


async def test_database_that_fails_while_the_log_is_away_is_used_again(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)
    with open("/dev/full", "wb", buffering=0) as full_disk:  # noqa: PTH123
        async with (
            serving(sqlite_settings, tmp_path, stdout=full_disk.fileno()) as server,
            visitor() as session,
        ):
            voters = Voters(server.url)
            lock = WriteLock(sqlite_settings.sqlite.path)
            async with lock.held():
                while_held = await voters.vote(session, "a" * 22, 1)
            after = [await voters.vote(session, f"{number:022}", 1) for number in range(3)]
            async with session.get(f"{server.url}/readyz") as answer:
                ready = answer.status

    assert while_held == 503
    assert after == [303] * 3
    assert ready == 200
