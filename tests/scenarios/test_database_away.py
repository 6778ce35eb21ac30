"""A database that goes away and comes back: 503 meanwhile, nothing lost, then as before."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from polls.db.engines.locks import WriteLock
from tests.postgres import TEMPLATE, Postgres
from tests.scenarios.links import linked
from tests.scenarios.recounting import Account, account
from tests.scenarios.voters import voting

if TYPE_CHECKING:
    from pathlib import Path

    import aiohttp

    from polls.settings import Settings
    from tests.scenarios.voters import Voters

ANSWERS_WITHIN = 5.0
BACK_WITHIN = 5.0


async def test_silent_database_gives_503_and_recovers(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        linked(postgres_settings, tmp_path) as (link, over_the_link),
        voting(over_the_link, tmp_path) as (voters, session),
    ):
        assert await voters.vote(session, "a" * 22, 1) == 303

        link.drop_packets()
        began = time.monotonic()
        while_away = await asyncio.gather(
            *(voters.vote(session, f"{number:022}", 2) for number in range(20)),
        )
        seconds = time.monotonic() - began
        link.mend()
        back = await _seconds_until_counted(voters, session)

        assert while_away == [503] * 20
        assert seconds < ANSWERS_WITHIN
        assert back < BACK_WITHIN
    found = await account(postgres_settings, voters)
    assert found.lost == found.altered == 0
    assert found.differences == ()


async def test_broken_connections_give_503_and_recover(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        linked(postgres_settings, tmp_path) as (link, over_the_link),
        voting(over_the_link, tmp_path) as (voters, session),
    ):
        crowd = asyncio.create_task(voters.crowd(size=16, votes_each=200))
        for _ in range(3):
            await asyncio.sleep(0.3)
            await link.hang_up()
        await crowd
        back = await _seconds_until_counted(voters, session)

    assert set(voters.statuses) == {303, 503}
    assert back < BACK_WITHIN
    found = await account(postgres_settings, voters)
    assert found == Account(0, 0, recorded=found.recorded, differences=())


async def test_crashed_database_gives_503_and_recovers(
    own_postgres: Postgres,
    tmp_path: Path,
) -> None:
    settings = own_postgres.settings(TEMPLATE)
    async with voting(settings, tmp_path) as (voters, session):
        crowd = asyncio.create_task(voters.crowd(size=16, votes_each=150))
        await asyncio.sleep(0.4)
        await asyncio.to_thread(own_postgres.crash)
        while_away = await voters.vote(session, "a" * 22, 1)
        await asyncio.to_thread(own_postgres.restart)
        back = await _seconds_until_counted(voters, session)
        await crowd
    found = await account(settings, voters)

    assert while_away == 503
    assert back < BACK_WITHIN
    assert set(voters.statuses) == {303, 503}
    assert found == Account(0, 0, recorded=found.recorded, differences=())


async def test_database_killed_again_and_again_gives_503_and_recovers(
    own_postgres: Postgres,
    tmp_path: Path,
) -> None:
    settings = own_postgres.settings(TEMPLATE)
    async with voting(settings, tmp_path) as (voters, session):
        crowd = asyncio.create_task(voters.crowd(size=16, votes_each=100))
        for _ in range(3):
            await asyncio.sleep(0.5)
            await asyncio.to_thread(own_postgres.kill_sessions)
        back = await _seconds_until_counted(voters, session)
        await crowd
    found = await account(settings, voters)

    assert back < BACK_WITHIN
    assert set(voters.statuses) == {303, 503}
    assert found == Account(0, 0, recorded=found.recorded, differences=())


async def test_page_is_503_while_the_database_is_away(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        linked(postgres_settings, tmp_path) as (link, over_the_link),
        voting(over_the_link, tmp_path) as (voters, session),
    ):
        link.drop_packets()
        began = time.monotonic()
        async with session.get(f"{voters.url}/poll/1/results") as response:
            status, page = response.status, await response.text()
        seconds = time.monotonic() - began

    assert status == 503
    assert response.headers["Retry-After"] == "2"
    assert "send it again in a few seconds" in page
    assert seconds < ANSWERS_WITHIN


async def test_busy_sqlite_file_gives_503_and_recovers(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    async with voting(sqlite_settings, tmp_path) as (voters, session):
        lock = WriteLock(sqlite_settings.sqlite.path)
        async with lock.held():
            began = time.monotonic()
            while_held = await voters.vote(session, "a" * 22, 1)
            seconds = time.monotonic() - began
        back = await _seconds_until_counted(voters, session)

    assert while_held == 503
    assert seconds < ANSWERS_WITHIN
    assert back < BACK_WITHIN
    assert await account(sqlite_settings, voters) == Account(0, 0, recorded=1, differences=())


async def _seconds_until_counted(voters: Voters, session: aiohttp.ClientSession) -> float:
    began = time.monotonic()
    while await voters.vote(session, "z" * 22, 3) != 303:
        assert time.monotonic() - began < 2 * BACK_WITHIN
        await asyncio.sleep(0.1)
    return time.monotonic() - began
