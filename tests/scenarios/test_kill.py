"""SIGKILL under load: what was acknowledged is there."""

from __future__ import annotations

import asyncio
import random
import signal
from typing import TYPE_CHECKING

from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import PROGRAM, sample, serving
from tests.scenarios.voters import Voters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polls.settings import Settings

KILLS = 4
EARLY = ("-m", "tests.scenarios.early_acknowledger")


async def test_killed_server_loses_no_acknowledged_vote(settings: Settings, tmp_path: Path) -> None:
    found = await _kill_repeatedly(settings, tmp_path, PROGRAM)

    assert found == Account(lost=0, altered=0, recorded=found.recorded, differences=())
    assert found.recorded > KILLS


async def test_kill_test_finds_votes_acknowledged_too_early(
    settings: Settings,
    tmp_path: Path,
) -> None:
    found = await _kill_repeatedly(settings, tmp_path, EARLY)

    assert found.lost > 0


async def _kill_repeatedly(settings: Settings, folder: Path, program: Sequence[str]) -> Account:
    await sample(settings)
    voters = Voters("")
    for _ in range(KILLS):
        async with serving(settings, folder, program=program) as server:
            voters.url = server.url
            voting = asyncio.create_task(voters.crowd(size=32, votes_each=500))
            await asyncio.sleep(random.uniform(0.3, 0.8))
            assert await server.stop(signal.SIGKILL) == -signal.SIGKILL
            await voting
    return await account(settings, voters)
