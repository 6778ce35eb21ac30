"""A synchronous standby that is away: what only one machine has is acknowledged to nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.postgres import TEMPLATE, Postgres
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from pathlib import Path


async def test_vote_is_acknowledged_when_the_standby_has_it_and_not_before(
    own_postgres: Postgres,
    tmp_path: Path,
) -> None:
    settings = own_postgres.settings(TEMPLATE)
    await sample(settings)
    async with (
        serving(settings, tmp_path) as server,
        visitor() as session,
    ):
        voters = Voters(server.url)
        await asyncio.to_thread(own_postgres.wait_for_standby, "away")
        while_away = [await voters.vote(session, "a" * 22, 1)]
        # Who waited for the standby is no more: the vote is committed here, for all to see, and
        # on one machine only.
        ended = await asyncio.to_thread(own_postgres.end_commits_that_wait)
        while_away.append(await voters.vote(session, "a" * 22, 1))
        async with session.get(f"{server.url}/poll/1/results") as page:
            can_be_read = page.status == 200
        connections = await asyncio.to_thread(own_postgres.connections, TEMPLATE)
        await asyncio.to_thread(own_postgres.wait_for_standby, "")
        back = await voters.vote(session, "a" * 22, 1)

    assert ended == 1
    assert while_away == [503, 503]
    assert can_be_read
    assert settings.postgres
    assert connections <= settings.postgres.maxsize  # who was given up here is gone there
    assert back == 303
    assert await account(settings, voters) == Account(0, 0, recorded=1, differences=())
