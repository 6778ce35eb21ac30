"""A server that is halted in the middle of a batch, as by a machine that loses its power."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

from polls.services.running import databases
from tests.scenarios.recounting import Account, account
from tests.scenarios.serving import PROGRAM, Server, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from polls.settings import Settings

LIMITLESS = ("-m", "tests.scenarios.limitless_server")
GOES_ON_WITHIN = 7.0
"""PostgreSQL gives up the halted batch after 2.5 s; the one that waits for it fails once."""


async def test_halted_server_does_not_keep_a_question_locked(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    voters, seconds = await _halt_one_of_two(postgres_settings, tmp_path, PROGRAM)

    assert seconds < GOES_ON_WITHIN
    found = await account(postgres_settings, voters)
    assert found == Account(0, 0, recorded=found.recorded, differences=())


async def test_halt_test_finds_a_question_that_stays_locked(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    _, seconds = await _halt_one_of_two(postgres_settings, tmp_path, LIMITLESS)

    assert seconds >= GOES_ON_WITHIN


async def _halt_one_of_two(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[Voters, float]:
    """Halt a server under load; return the voters, and when the other one took a vote again."""
    await sample(settings)
    async with (
        serving(settings, folder, program=program) as halted,
        serving(settings, folder, program=program) as other,
        visitor() as session,
    ):
        voters, neighbours = Voters(halted.url), Voters(other.url)
        voting = asyncio.create_task(voters.crowd(size=16, votes_each=10_000))
        beside = asyncio.create_task(neighbours.crowd(size=16, votes_each=10_000))
        while min(len(voters.acknowledged), len(neighbours.acknowledged)) < 200:
            await asyncio.sleep(0.02)
        began = await _halt_in_a_batch(halted, settings)
        voters.is_over = neighbours.is_over = True
        await beside
        for number in range(10):
            late = time.monotonic() - began > GOES_ON_WITHIN
            if late or await neighbours.vote(session, f"{number:022}", 1) == 303:
                break
        seconds = time.monotonic() - began
        await halted.stop(signal.SIGKILL)
        await voting
        await other.stop(signal.SIGKILL)
    voters.acknowledged |= neighbours.acknowledged
    return voters, seconds


async def _halt_in_a_batch(server: Server, settings: Settings) -> float:
    """Halt a server while its transaction is open; return when that was."""
    async with databases.opened(settings) as database:
        for _ in range(100):
            server.process.send_signal(signal.SIGSTOP)
            began = time.monotonic()
            await asyncio.sleep(0.6)  # longer than a batch leaves its transaction alone
            if await database.read(_is_waited_for):
                return began
            server.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.05)
    raise AssertionError("it was never halted in the middle of a batch")


def _is_waited_for(connection: Connection) -> bool:
    """Tell whether somebody waits for a transaction that has heard nothing for a while."""
    waiting = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_stat_activity AS waiting JOIN pg_stat_activity AS halted "
        "ON halted.pid = ANY (pg_blocking_pids(waiting.pid)) "
        "WHERE halted.state = 'idle in transaction' "
        "AND halted.state_change < now() - interval '0.5 s'",
    )
    return bool(waiting.scalar_one())
