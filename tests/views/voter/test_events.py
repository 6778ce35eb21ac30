from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from polls.live import Audience
from polls.live.stream.watchers import SILENT_MILLISECONDS
from polls.settings.shape import LiveSettings
from polls.typedefs import DATABASE, HUB, WATCHER_LIMITS
from tests import asking
from tests.streams import Events
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from polls.settings import Settings
    from tests.conftest import Client, ClientFor

pytestmark = pytest.mark.both_databases

PATH = "/poll/1/events"


@asynccontextmanager
async def watching(
    client: Client,
    path: str = PATH,
    **headers: str,
) -> AsyncIterator[tuple[aiohttp.ClientResponse, Events]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with client.get(path, headers=named) as response:
        yield response, Events(response.content)


async def test_stream_begins_with_the_tally_of_the_page(site: Site) -> None:
    await site.vote(2)
    site.forget()  # the page of who has voted marks what that was
    page = (await site.get("/poll/1/results")).page

    async with watching(site.client) as (response, events):
        event = await events.tally()

    assert response.status == 200
    assert event.name == "tally"
    assert event.page.answer == page.answer == "Coffee leads with 1 of 1 vote."
    assert event.page.rows == page.rows
    assert event.data.strip() in (await site.get("/poll/1/results")).text
    assert list(events.seen[0].fields) == ["retry"]


async def test_stream_brings_each_change(site: Site) -> None:
    async with watching(site.client) as (_, events):
        assert (await events.tally()).page.answer == "No votes yet."

        await site.vote(2)
        assert (await events.tally()).page.answer == "Coffee leads with 1 of 1 vote."
        await site.vote(1)
        assert (await events.tally()).page.answer == "Tea leads with 1 of 1 vote."
        await asking.close(site.database, "1")
        assert (await events.tally()).page.answer == "Tea won with 1 of 1 vote."

    assert len({event.tag for event in events.seen if event.tag}) == 4


async def test_stream_brings_the_closing_time(empty_site: Site) -> None:
    end = datetime.now(UTC) + timedelta(seconds=1)
    await empty_site.ask("Tea or coffee?", ["Tea", "Coffee"], close_date=end)

    async with watching(empty_site.client) as (_, events):
        assert (await events.tally()).page.answer == "No votes yet."
        assert (await events.tally()).page.answer == "Nobody voted."

    assert timedelta() < datetime.now(UTC) - end < timedelta(seconds=1)


async def test_stream_does_not_repeat_what_is_known(site: Site) -> None:
    async with watching(site.client) as (_, events):
        known = await events.tally()

    async with watching(site.client, Last_Event_ID=known.tag) as (_, events):
        await site.vote(1)
        new = await events.tally()
    async with watching(site.client, Last_Event_ID=known.tag) as (_, events):
        again = await events.tally()

    assert new.page.answer == again.page.answer == "Tea leads with 1 of 1 vote."
    assert new.tag == again.tag != known.tag


async def test_stream_tells_nothing_about_a_voter(site: Site) -> None:
    await site.vote(2)
    assert "Your vote is recorded" in (await site.get("/poll/1/results")).text

    async with watching(site.client) as (response, events):
        event = await events.tally()

    assert "recorded" not in event.data
    assert "Set-Cookie" not in response.headers


async def test_stream_is_neither_kept_nor_gathered_nor_packed(site: Site) -> None:
    async with watching(site.client, Accept_Encoding="gzip, br") as (response, _):
        headers = response.headers

    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Connection"] == "close"
    assert "Content-Encoding" not in headers


async def test_stream_of_an_unknown_question_is_not_found(site: Site) -> None:
    answer = await site.get("/poll/99/events", Accept="text/event-stream")

    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert site.client.app[WATCHER_LIMITS].taken == 0


async def test_stream_of_a_question_whose_time_has_not_come_is_not_found(site: Site) -> None:
    await site.ask("Later?", ["Yes", "No"], pub_date=datetime(2126, 6, 5, tzinfo=UTC))

    assert (await site.get("/poll/2/events")).status == 404


async def test_stream_asked_for_its_head_only_takes_no_seat(site: Site) -> None:
    answer = await site.request("HEAD", PATH)

    assert (answer.status, answer.text) == (200, "")
    assert site.client.app[WATCHER_LIMITS].taken == 0


async def test_stream_to_an_old_client_is_not_chunked(site: Site) -> None:
    assert site.client.server is not None
    assert site.client.port
    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    writer.write(f"GET {PATH} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    events = Events(reader)

    assert (await events.tally()).page.answer == "No votes yet."
    writer.close()
    await writer.wait_closed()
    assert "Transfer-Encoding" not in head


async def test_stream_gives_its_seat_back_when_its_reader_leaves(site: Site) -> None:
    seats = site.client.app[WATCHER_LIMITS]
    async with watching(site.client) as (_, events):
        await events.tally()
        assert seats.taken == 1

    async with asyncio.timeout(3):
        while seats.taken:
            await asyncio.sleep(0.02)


async def test_stream_to_a_device_that_vanished_is_given_up(site: Site) -> None:
    async with watching(site.client) as (_, events):
        await events.tally()
        (watcher,) = site.client.app[HUB]._channels["1"][Audience("1")].watchers
        connection = watcher._transport.get_extra_info("socket")

        silent_for = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    assert silent_for == SILENT_MILLISECONDS


@pytest.fixture
async def small_site(settings: Settings, client_for: ClientFor) -> Site:
    """A site that two may watch from one address, and three in all, behind a proxy of ours."""
    client = await client_for(
        settings.model_copy(
            update={
                "live": LiveSettings(watchers=3, watchers_per_address=2),
                "trusted_proxies": (ip_network("127.0.0.1/32"),),
            },
        ),
    )
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return Site(client)


async def test_streams_are_limited_for_an_address(small_site: Site) -> None:
    client = small_site.client
    async with (
        watching(client, X_Forwarded_For="192.0.2.1"),
        watching(client, X_Forwarded_For="192.0.2.1"),
    ):
        refused = await small_site.get(
            PATH,
            **{"X-Forwarded-For": "192.0.2.1", "Accept": "text/event-stream"},
        )
        async with watching(client, X_Forwarded_For="192.0.2.2") as (other, _):
            assert other.status == 200

    assert refused.status == 429
    assert refused.headers["Retry-After"] == "30"
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert "Too many people are watching live from this network." in refused.text


async def test_streams_are_limited_for_a_line_with_many_addresses(small_site: Site) -> None:
    client = small_site.client
    async with (
        watching(client, X_Forwarded_For="2001:db8::1"),
        watching(client, X_Forwarded_For="2001:db8::2"),
    ):
        refused = await small_site.get(PATH, **{"X-Forwarded-For": "2001:db8::3"})

    assert refused.status == 429


async def test_streams_are_limited_for_all(small_site: Site) -> None:
    client = small_site.client
    async with (
        watching(client, X_Forwarded_For="192.0.2.1"),
        watching(client, X_Forwarded_For="192.0.2.2"),
        watching(client, X_Forwarded_For="192.0.2.3"),
    ):
        refused = await small_site.get(
            PATH,
            **{"X-Forwarded-For": "192.0.2.4", "Accept": "text/event-stream"},
        )
        page = await small_site.get("/poll/1/results")

    assert refused.status == 503
    assert refused.headers["Retry-After"] == "30"
    assert "Too many people are watching live right now." in refused.text
    assert page.status == 200


async def test_stream_ends_with_the_application(site: Site) -> None:
    async with watching(site.client) as (response, events):
        await events.tally()
        assert site.client.server
        stopping = asyncio.create_task(site.client.server.close())

        last = await events.block()
        with pytest.raises(asyncio.IncompleteReadError) as end:
            await events.block()
        await stopping
    assert list(last.fields) == ["retry"]
    assert end.value.partial == b""
    assert response.content.at_eof()
