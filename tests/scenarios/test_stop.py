"""SIGTERM under load: votes in flight are finished, answered and counted."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from polls.domain.questions.rules import Visibility
from polls.services.running import databases
from tests import asking, ledgers
from tests.scenarios.links import linked
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings


async def test_stop_under_load_answers_votes_in_flight(settings: Settings, tmp_path: Path) -> None:
    await sample(settings)
    async with serving(settings, tmp_path) as server:
        voters = Voters(server.url)
        voting = asyncio.create_task(voters.crowd(size=32, votes_each=500))
        await asyncio.sleep(0.7)

        began = time.monotonic()
        status = await server.stop()
        seconds = time.monotonic() - began
        await voting

    assert status == 0, server.output.read_text()
    assert seconds < 5
    assert set(voters.statuses) <= {303, 503}
    found = await account(settings, voters)
    assert found == Account(lost=0, altered=0, recorded=len(voters.acknowledged), differences=())


async def test_stop_does_not_wait_for_idle_connections(settings: Settings, tmp_path: Path) -> None:
    async with serving(settings, tmp_path) as server:
        host, port = server.url.removeprefix("http://").split(":")
        _, silent = await asyncio.open_connection(host, int(port))
        _, slow = await asyncio.open_connection(host, int(port))
        slow.write(b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ncho")
        await slow.drain()
        await asyncio.sleep(0.2)

        began = time.monotonic()
        status = await server.stop()
        seconds = time.monotonic() - began
        silent.close()
        slow.close()

    assert status == 0
    assert seconds < 5


async def test_stop_does_not_wait_for_a_silent_database(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(postgres_settings)
    async with (
        linked(postgres_settings, tmp_path) as (link, over_the_link),
        serving(over_the_link, tmp_path) as server,
        visitor() as session,
    ):
        await Voters(server.url).vote(session, "a" * 22, 1)
        link.drop_packets()

        began = time.monotonic()
        status = await server.stop()
        seconds = time.monotonic() - began

    assert status == 0, server.output.read_text()
    assert seconds < 5


async def test_stop_does_not_wait_for_a_count(sqlite_settings: Settings, tmp_path: Path) -> None:
    async with databases.opened(sqlite_settings) as database:
        choices = [f"Choice {number}" for number in range(500)]
        key = await asking.ask(
            database,
            choices=choices,
            method="ranked_pairs",
            max_choices=None,
            visibility=Visibility.ALWAYS,
        )
        rankings = [
            tuple((1 + (each * step) % 499,) for each in range(499)) for step in range(1, 200)
        ]
        await ledgers.append(database, key, *rankings)
    async with serving(sqlite_settings, tmp_path) as server, visitor() as session:
        asked = asyncio.create_task(session.get(f"{server.url}/poll/{key}/results"))
        await asyncio.sleep(1)
        assert not asked.done()

        began = time.monotonic()
        status = await server.stop()
        seconds = time.monotonic() - began
        await asyncio.gather(asked, return_exceptions=True)

    assert status == 0, server.output.read_text()
    assert seconds < 5
