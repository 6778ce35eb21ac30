"""A synchronous standby that is away: what only one machine has is acknowledged to nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest

from polls.services import databases, samples
from tests.postgres import TEMPLATE, Postgres, started
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import serving
from tests.scenarios.voters import Voters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATTEMPTS = 2


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that no other test needs."""
    yield from started()


async def test_vote_is_acknowledged_when_the_standby_has_it_and_not_before(
    own_postgres: Postgres,
    tmp_path: Path,
) -> None:
    settings = own_postgres.settings(TEMPLATE)
    async with databases.opened(settings) as database:
        await samples.insert(database)
    async with (
        serving(settings, tmp_path) as server,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        voters = Voters(server.url)
        await asyncio.to_thread(own_postgres.wait_for_standby, "away")
        while_away = [await voters.vote(session, "a" * 22, 1) for _ in range(ATTEMPTS)]
        async with session.get(f"{server.url}/poll/1/results") as page:
            can_be_read = page.status == 200
        connections = await asyncio.to_thread(own_postgres.connections, TEMPLATE)
        await asyncio.to_thread(own_postgres.wait_for_standby, "")
        back = await voters.vote(session, "a" * 22, 1)

    assert while_away == [503] * ATTEMPTS
    assert can_be_read
    assert settings.postgres
    assert connections <= settings.postgres.maxsize  # who was given up here is gone there
    assert back == 303
    assert await account(settings, voters) == Account(0, 0, recorded=1, differences=())
