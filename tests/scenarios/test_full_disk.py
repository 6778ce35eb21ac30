"""A disk that is full, for the database and for the log: 503 meanwhile, then as before."""

from __future__ import annotations

import asyncio
import resource
import time
from typing import TYPE_CHECKING

from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from pathlib import Path

    import aiohttp

    from polls.settings import Settings

BACK_WITHIN = 5.0


async def test_full_disk_gives_503_and_recovers(sqlite_settings: Settings, tmp_path: Path) -> None:
    await sample(sqlite_settings)
    async with serving(sqlite_settings, tmp_path) as server, visitor() as session:
        voters = Voters(server.url)
        assert await voters.vote(session, "a" * 22, 1) == 303
        unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)

        # No file may grow: neither SQLite's log nor ours.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        while_full = [await voters.vote(session, f"{number:022}", 2) for number in range(3)]
        await asyncio.sleep(1.1)  # a look at the database is good for a second
        not_ready = await _ready(session, server.url)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        began = time.monotonic()
        while await voters.vote(session, "z" * 22, 3) != 303:
            assert time.monotonic() < began + BACK_WITHIN
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.1)
        ready = await _ready(session, server.url)

    assert while_full == [503] * 3
    assert not_ready == "the database accepts no changes\n"
    assert ready == "ready\n"
    found = await account(sqlite_settings, voters)
    assert found == Account(0, 0, recorded=2, differences=())


async def _ready(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(f"{url}/readyz") as answer:
        return await answer.text()
