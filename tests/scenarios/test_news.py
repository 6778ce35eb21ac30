"""A change made elsewhere reaches the pages of a server within a second."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from tests import pages
from tests.scenarios.serving import Server, command, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import aiohttp

    from polls.settings import Settings

WITHIN = 1.0
PATIENT = ("-m", "tests.scenarios.patient_server")
DEAF = ("-m", "tests.scenarios.deaf_server")


@pytest.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser without cookies, which gets the pages that are kept."""
    async with visitor() as session:
        yield session


async def test_vote_taken_by_one_server_shows_on_the_pages_of_another(
    postgres_settings: Settings,
    tmp_path: Path,
    stranger: aiohttp.ClientSession,
) -> None:
    await sample(postgres_settings)
    async with (
        serving(postgres_settings, tmp_path) as one,
        serving(postgres_settings, tmp_path, program=PATIENT) as other,
    ):
        assert await _answer(stranger, other) == "No votes yet."

        assert await Voters(one.url).vote(stranger, "a" * 22, 2) == 303

        assert await _seconds_until(stranger, other, "The sky leads with 1 of 1 vote.") < WITHIN


async def test_vote_taken_by_one_server_is_missed_by_one_that_does_not_listen(
    postgres_settings: Settings,
    tmp_path: Path,
    stranger: aiohttp.ClientSession,
) -> None:
    await sample(postgres_settings)
    async with (
        serving(postgres_settings, tmp_path) as one,
        serving(postgres_settings, tmp_path, program=DEAF) as other,
    ):
        assert await _answer(stranger, other) == "No votes yet."

        assert await Voters(one.url).vote(stranger, "a" * 22, 2) == 303

        with pytest.raises(TimeoutError):
            await _seconds_until(stranger, other, "The sky leads with 1 of 1 vote.")


async def test_closing_from_the_command_line_shows_while_it_serves(
    settings: Settings,
    tmp_path: Path,
    stranger: aiohttp.ClientSession,
) -> None:
    await sample(settings)
    async with serving(settings, tmp_path, program=PATIENT) as server:
        assert await _answer(stranger, server) == "No votes yet."

        await command(settings, tmp_path, "close", "1")

        assert await _seconds_until(stranger, server, "Nobody voted.") < WITHIN


async def test_closing_from_the_command_line_is_missed_by_a_server_that_does_not_look(
    settings: Settings,
    tmp_path: Path,
    stranger: aiohttp.ClientSession,
) -> None:
    await sample(settings)
    async with serving(settings, tmp_path, program=DEAF) as server:
        assert await _answer(stranger, server) == "No votes yet."

        await command(settings, tmp_path, "close", "1")

        with pytest.raises(TimeoutError):
            await _seconds_until(stranger, server, "Nobody voted.")


async def _answer(session: aiohttp.ClientSession, server: Server) -> str:
    async with session.get(f"{server.url}/poll/1/results") as response:
        return pages.read(await response.text()).answer


async def _seconds_until(session: aiohttp.ClientSession, server: Server, answer: str) -> float:
    began = time.monotonic()
    async with asyncio.timeout(3 * WITHIN):
        while await _answer(session, server) != answer:
            await asyncio.sleep(0.02)
    return time.monotonic() - began
