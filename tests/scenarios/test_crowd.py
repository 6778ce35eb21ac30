"""Many at once on one question."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings


async def test_200_voters_at_once_make_200_ballots(settings: Settings, tmp_path: Path) -> None:
    await sample(settings)
    async with serving(settings, tmp_path) as server:
        voters = Voters(server.url, doubles=0)
        await voters.crowd(size=200, votes_each=1)
        await server.stop()

    assert voters.statuses == [303] * 200
    assert await account(settings, voters) == Account(0, 0, recorded=200, differences=())


async def test_50_posts_with_one_credential_make_one_ballot(
    settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(settings)
    async with serving(settings, tmp_path) as server:
        voters = Voters(server.url)
        token = "b" * 22
        async with visitor() as session:
            await asyncio.gather(*(voters.vote(session, token, 2) for _ in range(50)))
        await server.stop()

    assert voters.statuses == [303] * 50
    assert await account(settings, voters) == Account(0, 0, recorded=1, differences=())


async def test_closing_while_voting_counts_what_was_acknowledged(
    settings: Settings,
    tmp_path: Path,
) -> None:
    await sample(settings)
    async with serving(settings, tmp_path) as server:
        voters = Voters(server.url)
        voting = asyncio.create_task(voters.crowd(size=32, votes_each=2_000))
        while len(voters.acknowledged) < 50:
            await asyncio.sleep(0.01)
        await _close(tmp_path)
        await voting
        await server.stop()

    assert set(voters.statuses) == {303, 409}
    found = await account(settings, voters)
    assert found == Account(0, 0, recorded=len(voters.acknowledged), differences=())


async def _close(folder: Path) -> None:
    """Close the question by the command line, in a process of its own, as an operator does."""
    config = next(folder.glob("polls-*.yaml"))
    process = await asyncio.create_subprocess_exec(
        "polls", "close", "1", "--config", str(config), stdout=asyncio.subprocess.DEVNULL
    )
    assert await process.wait() == 0
