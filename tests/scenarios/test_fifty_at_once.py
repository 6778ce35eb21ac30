"""Fifty votes at the same moment with one invitation, or for the last seats of a network."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.results import recounts
from polls.services.running import databases
from polls.services.voters import invitations
from tests import asking
from tests.scenarios.serving import PROGRAM, serving
from tests.scenarios.voters import QUICK, visitor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from polls.services.results.differences import Difference
    from polls.settings import Settings

    Rush: TypeAlias = Callable[[Settings, Path, Sequence[str]], Awaitable[tuple[Counter[int], str]]]

FIFTY = 50
SEATS = 3
SERVERS = {True: 2, False: 1}
"""By whether the database is PostgreSQL; an SQLite file serves one process."""

FORGETFUL = ("-m", "tests.scenarios.forgetful_server")


async def vote_at_once(
    settings: Settings,
    folder: Path,
    key: str,
    votes: Sequence[dict[str, str]],
    program: Sequence[str],
) -> Counter[int]:
    """Let every vote come from a browser of its own, over all servers; count the statuses."""
    async with AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(serving(settings, folder, program=program))
            for _ in range(SERVERS[settings.postgres is not None])
        ]
        session = await stack.enter_async_context(visitor(timeout=QUICK))

        async def vote(number: int) -> int:
            url = f"{servers[number % len(servers)].url}/poll/{key}/vote"
            async with session.post(url, data=votes[number], allow_redirects=False) as answer:
                return answer.status

        return Counter(await asyncio.gather(*map(vote, range(len(votes)))))


async def counted(settings: Settings, key: str) -> tuple[int, tuple[Difference, ...]]:
    async with databases.opened(settings) as database:
        recount = await recounts.of(database, key)
    return recount.question.vote_count, recount.differences


async def use_one_invitation(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[Counter[int], str]:
    async with databases.opened(settings) as database:
        key = await asking.ask(database, voters=Voters.INVITED, may_change=False)
        (made,) = await invitations.make(database, key, 1, OPERATOR)
    votes = [{"choice": random.choice("12"), "code": made.code} for _ in range(FIFTY)]
    return await vote_at_once(settings, folder, key, votes, program), key


async def take_the_last_seats(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[Counter[int], str]:
    async with databases.opened(settings) as database:
        key = await asking.ask(database, voters=Voters.NETWORK, per_network=SEATS)
    votes = [{"choice": random.choice("12")} for _ in range(FIFTY)]
    return await vote_at_once(settings, folder, key, votes, program), key


async def test_one_invitation_is_one_ballot(settings: Settings, tmp_path: Path) -> None:
    statuses, key = await use_one_invitation(settings, tmp_path, PROGRAM)

    assert set(statuses) <= {303, 409}
    assert statuses.total() == FIFTY
    assert statuses[303] >= 1
    assert await counted(settings, key) == (1, ())


async def test_last_seats_are_taken_once(settings: Settings, tmp_path: Path) -> None:
    statuses, key = await take_the_last_seats(settings, tmp_path, PROGRAM)

    assert statuses == {303: SEATS, 409: FIFTY - SEATS}
    assert await counted(settings, key) == (SEATS, ())


@pytest.mark.parametrize("rush", [use_one_invitation, take_the_last_seats])
async def test_rush_tests_find_a_server_that_forgets(
    sqlite_settings: Settings,
    tmp_path: Path,
    rush: Rush,
) -> None:
    _, key = await rush(sqlite_settings, tmp_path, FORGETFUL)

    votes, _ = await counted(sqlite_settings, key)
    assert votes > SEATS
