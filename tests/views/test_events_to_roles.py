"""The stream follows what its audience may see, as that changes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility
from polls.services.questions import organisers
from polls.web.identity import voters
from tests import asking, ledgers, renderings
from tests.streams import Events

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded
    from tests.views.site import Site


async def test_stream_shows_what_the_organiser_publishes(empty_site: Site) -> None:
    key = await asking.ask(empty_site.database, visibility=Visibility.ORGANISER)
    await ledgers.append(empty_site.database, key, (1,))
    await asking.close(empty_site.database, key)
    async with empty_site.client.get(f"/poll/{key}/events") as response:
        events = Events(response.content)
        hidden = await events.tally()

        await ledgers.change(empty_site.database, key, published_at=datetime.now(UTC))
        shown = await events.tally()

    assert hidden.page.answer == "The result appears when the organiser publishes it."
    assert shown.page.answer == "Tea won with 1 of 1 vote."


async def test_stream_hides_what_may_not_be_seen_any_more(empty_site: Site) -> None:
    key = await asking.ask(empty_site.database)
    await ledgers.append(empty_site.database, key, (1,))
    async with empty_site.client.get(f"/poll/{key}/events") as response:
        events = Events(response.content)
        shown = await events.tally()

        await ledgers.change(empty_site.database, key, visibility=Visibility.CLOSED.value)
        hidden = await events.tally()

    assert shown.page.answer == "Tea leads with 1 of 1 vote."
    assert (
        hidden.page.words == "Result The result appears when the organiser ends voting. 1 vote Open"
    )


async def test_stream_of_the_hidden_is_silent_while_their_number_stays(empty_site: Site) -> None:
    key = await asking.ask(empty_site.database, visibility=Visibility.CLOSED)
    await ledgers.append(empty_site.database, key, (1,))
    rendered = renderings.counted(empty_site.client.app)
    async with empty_site.client.get(f"/poll/{key}/events") as response:
        events = Events(response.content)
        await events.tally()

        await ledgers.append(empty_site.database, key, (2,), replaces=0)
        await renderings.until(rendered, 2)
        await ledgers.append(empty_site.database, key, (2,))
        following = await events.tally()

    assert "2 votes" in following.page.words
    assert len([event for event in events.seen if event.data]) == 2


async def test_stream_of_the_organiser_ends_with_the_secret(empty_site: Site) -> None:
    asked = await asking.asked(empty_site.database, visibility=Visibility.CLOSED)
    await ledgers.append(empty_site.database, asked.key, (1,))
    path, cookie = f"/poll/{asked.key}/events", f"organiser={asked.secret}"
    async with empty_site.client.get(path, headers={"Cookie": cookie}) as response:
        events = Events(response.content)
        seen = await events.tally()

        await organisers.renew(empty_site.database, asked.key, OPERATOR, organisers.new_secret())
        with pytest.raises(asyncio.IncompleteReadError):
            await events.tally()

    async with empty_site.client.get(path, headers={"Cookie": cookie}) as response:
        again = await Events(response.content).tally()
    assert seen.page.answer == "Tea leads with 1 of 1 vote."
    assert again.page.answer == "The result appears when the organiser ends voting."


async def test_who_watches_is_looked_up_only_where_voters_see_more(
    empty_site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = []
    recorded = voters.recorded

    async def counted(request: web.Request, key: str, token: str | None) -> Recorded | None:
        looked.append(key)
        return await recorded(request, key, token)

    monkeypatch.setattr(voters, "recorded", counted)
    for visibility in Visibility:
        key = await asking.ask(empty_site.database, visibility=visibility)
        headers = {"Cookie": "voter=AAAAAAAAAAAAAAAAAAAAAA"}
        async with empty_site.client.get(f"/poll/{key}/events", headers=headers) as response:
            await Events(response.content).tally()

        assert bool(looked) is (visibility is Visibility.VOTED)
        looked.clear()


async def test_voters_who_watch_come_again_when_they_see_more_than_others(
    empty_site: Site,
) -> None:
    # Given a voter who watches what all may see.
    key = await asking.ask(empty_site.database)
    mark = (await empty_site.question(key)).choices[0].id
    assert (await empty_site.vote(mark, key=key)).status == 303
    path = f"/poll/{key}/events"
    async with empty_site.client.get(path) as response:
        events = Events(response.content)
        await events.tally()

        # When only voters may see it any more, the stream ends, and begins again.
        await ledgers.change(empty_site.database, key, visibility=Visibility.VOTED.value)
        with pytest.raises(asyncio.IncompleteReadError):
            await events.tally()
    async with empty_site.client.get(path) as response:
        seen = await Events(response.content).tally()
    empty_site.forget()
    async with empty_site.client.get(path) as response:
        hidden = await Events(response.content).tally()

    assert seen.page.answer == "Tea leads with 1 of 1 vote."
    assert hidden.page.answer == "The result appears once you have voted."
