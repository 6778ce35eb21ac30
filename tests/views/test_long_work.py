"""Long work that waits: one network's is refused with 429, too much of all with 503."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from polls.typedefs import SHORT_WORK
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

LONG = "choice=1" + ("&padding=" + "x" * 7_000) * 5
"""A ballot of more than 32 KiB, which a thread reads."""
EACH, ALL = 20, 100
"""How much may wait of one network, and of all."""


@pytest.fixture
async def site(client_for: ClientFor, sqlite_settings: Settings) -> Site:
    proxies = {"trusted_proxies": (ip_network("127.0.0.0/8"),)}
    site = Site(await client_for(sqlite_settings.model_copy(update=proxies)))
    await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    return site


@asynccontextmanager
async def busy(site: Site) -> AsyncIterator[None]:
    """Keep the thread for long work from any other, as a large picture of the operator's would."""
    is_over = threading.Event()
    working = asyncio.create_task(site.client.app[SHORT_WORK].run(None, is_over.wait))
    await asyncio.sleep(0)
    yield
    is_over.set()
    await working


async def vote(site: Site, network: str, accept: str = "text/html") -> Answer:
    return await site.post("/poll/1/vote", LONG, X_Forwarded_For=network, Accept=accept)


async def arrived(votes: list[asyncio.Task[Answer]], waiting: int) -> None:
    """Wait until as many are refused as cannot wait."""
    while sum(vote.done() for vote in votes) < len(votes) - waiting:
        await asyncio.sleep(0.01)


async def test_flood_of_long_work_is_refused_to_its_network_only(site: Site) -> None:
    async with busy(site):
        flood = [asyncio.create_task(vote(site, "192.0.2.1")) for _ in range(EACH + 5)]
        await arrived(flood, EACH)
        other = asyncio.create_task(vote(site, "192.0.2.2"))
        program = await vote(site, "192.0.2.1", accept="application/json")
    answers = await asyncio.gather(*flood)

    refused = [answer for answer in answers if answer.status == 429]
    assert Counter(answer.status for answer in answers)[429] == 5
    assert (await other).status == 303
    assert {answer.headers["Retry-After"] for answer in refused} == {"10"}
    assert refused[0].page.headings == ["Please wait"]
    assert "other large pages and forms from your network." in refused[0].page.words
    assert "what you wrote is still there" in refused[0].page.words
    assert (program.status, program.headers["Retry-After"]) == (429, "10")
    assert json.loads(program.text)["title"] == "Too Many Requests"


async def test_more_long_work_than_may_wait_is_refused_to_all(site: Site) -> None:
    async with busy(site):
        others = [
            asyncio.ensure_future(site.client.app[SHORT_WORK].run(f"network {number}", int))
            for number in range(ALL)
        ]
        await asyncio.sleep(0)
        person = await vote(site, "192.0.2.1")
        program = await vote(site, "192.0.2.1", accept="application/json")
        quick = await site.vote(1, X_Forwarded_For="192.0.2.1")
    await asyncio.gather(*others)

    assert (person.status, person.headers["Retry-After"]) == (503, "10")
    assert person.page.headings == ["Please try again shortly"]
    assert (program.status, program.headers["Retry-After"]) == (503, "10")
    assert json.loads(program.text)["title"] == "Service Unavailable"
    assert quick.status == 303
