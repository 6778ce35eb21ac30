"""SQLite's file deleted while it is served: no vote is acknowledged that is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.scenarios.serving import PROGRAM
from tests.scenarios.voters import voting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polls.settings import Settings

TRUSTING = ("-m", "tests.scenarios.trusting_server")


async def test_vote_is_not_acknowledged_when_the_file_is_gone(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    votes, pages = await _deleted(sqlite_settings, tmp_path, PROGRAM)

    assert votes == [303] + [503] * 4
    assert pages == [503] * 2


async def test_vote_is_acknowledged_into_nothing_by_who_does_not_look(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    votes, pages = await _deleted(sqlite_settings, tmp_path, TRUSTING)

    assert votes == [303] * 5
    assert pages == [200] * 2


async def _deleted(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[list[int], list[int]]:
    """Delete the file after a vote; return the statuses of all votes, and of other pages."""
    async with voting(settings, folder, program) as (voters, session):
        await voters.vote(session, "a" * 22, 1)

        settings.sqlite.path.unlink()
        for number in range(3):
            await voters.vote(session, f"{number:022}", 2)
        await asyncio.sleep(0.6)  # a page that was kept lives half a second
        pages = []
        for page in ("/readyz", "/poll/1/results"):
            async with session.get(f"{voters.url}{page}") as answer:
                pages.append(answer.status)
        await voters.vote(session, "b" * 22, 2)
    return voters.statuses, pages
