"""“It takes ages when everybody votes at once”, as users of other programs say.

How long something takes depends on the machine; how often it is done does not.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.rules import Visibility
from polls.typedefs import DATABASE, PAGES
from tests import asking, ledgers, renderings
from tests.streams import Events
from tests.views.site import Site

if TYPE_CHECKING:
    from tests.conftest import Client

CROWD = 120
"""So many voted at once, where that was complained of."""

WATCHERS = 80
"""The client of the tests opens 100 connections at most."""


@pytest.fixture
async def site(client: Client) -> Site:
    await asking.ask(client.app[DATABASE], visibility=Visibility.VOTED)
    return Site(client)


async def test_everybody_who_looked_made_the_server_count_again(
    site: Site,
) -> None:
    site.client.app[PAGES].lifetime = 60  # on a slow machine they take a second
    await ledgers.append(site.database, "1", *[(1,)] * CROWD)
    pages = site.client.app[PAGES]
    before = pages.misses

    looks = [site.get("/poll/1/results", Cookie="") for _ in range(CROWD)]
    answers = await asyncio.gather(*looks)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert pages.misses - before == 1


async def test_everybody_who_watched_made_the_server_count_again(site: Site) -> None:
    token = "B" * 22
    await site.vote(1, Cookie=f"voter={token}")
    rendered = renderings.counted(site.client.app)
    async with AsyncExitStack() as watching:
        streams = []
        for number in range(WATCHERS):
            cookie = f"voter={token}" if number % 2 else ""
            opening = site.client.get("/poll/1/events", headers={"Cookie": cookie})
            streams.append(Events((await watching.enter_async_context(opening)).content))
        for events in streams:
            await events.tally()
        at_first = list(rendered)

        await ledgers.append(site.database, "1", (2,))
        news = [await events.tally() for events in streams]

    # Once for each role, and again where the machine takes longer than pages live.
    afterwards = rendered[len(at_first) :]
    for roles in (at_first, afterwards):
        assert {role.value for role in roles} == {"somebody", "voter"}
        assert len(roles) < WATCHERS / 2
    assert {event.page.answer for event in news[::2]} == {"The result appears once you have voted."}
    assert {event.page.answer for event in news[1::2]} == {
        "Tea and Coffee are tied: 1 of 2 votes each.",
    }


async def test_not_all_votes_counted_when_all_voted_at_once(site: Site) -> None:
    votes = [site.vote(number % 2 + 1, Cookie=f"voter={number:0>22}") for number in range(CROWD)]

    answers = await asyncio.gather(*votes)

    assert {answer.status for answer in answers} == {303}
    assert await site.votes() == [CROWD // 2, CROWD // 2]
