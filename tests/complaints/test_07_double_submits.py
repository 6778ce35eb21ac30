"""“It took my vote twice”, “it lost mine”: PEERS row 7."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.rules import Voters
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.NETWORK, Voters.NAMED])
async def test_i_clicked_twice_and_it_counted_twice(site: Site, voters: Voters) -> None:
    key = await asking.ask(site.database, voters=voters, per_network=1)
    await site.get(f"/poll/{key}")

    body = "choice=1&name=Bob"
    answers = await asyncio.gather(*(site.post(f"/poll/{key}/vote", body) for _ in range(10)))

    assert {answer.status for answer in answers} == {303}
    assert await site.votes(key) == [1, 0]


async def test_i_changed_my_mind_while_it_was_loading_and_both_counted(site: Site) -> None:
    key = await asking.ask(site.database)
    await site.get(f"/poll/{key}")

    await asyncio.gather(*(site.vote(mark, key=key) for mark in (1, 2) * 5))

    assert sum(await site.votes(key)) == 1


async def test_we_voted_at_the_same_moment_and_one_vote_was_lost(site: Site) -> None:
    key = await asking.ask(site.database)

    answers = await asyncio.gather(
        *(
            site.vote(1 + number % 2, key=key, Cookie=f"voter={number:022}")
            for number in range(100)
        ),
    )

    assert Counter(answer.status for answer in answers) == {303: 100}
    assert await site.votes(key) == [50, 50]


async def test_double_clicks_count_once_even_where_anyone_may_vote_again(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.ANYONE)
    await site.get(f"/poll/{key}")

    await asyncio.gather(*(site.vote(1, key=key) for _ in range(10)))
    clicked = await site.votes(key)
    await site.vote(1, key=key)

    assert clicked == [1, 0]
    assert await site.votes(key) == [2, 0]
