"""“They voted more than once”: PEERS row 6."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.voters import invitations
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

SEATS = 3
PROXY = ("127.0.0.0/8",)


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


async def stuffed(site: Site, key: str, **headers: str) -> int:
    """Vote forty times, each time as a new browser that claims another address; count those in."""
    accepted = 0
    for number in range(40):
        site.forget()
        claimed = {"X_Forwarded_For": f"192.0.2.{number}"} | headers
        accepted += (await site.vote("1", key=key, **claimed)).status == 303
    return accepted


async def test_a_bot_gave_my_poll_318_000_votes(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.NETWORK, per_network=SEATS)

    accepted = await stuffed(site, key, X_Forwarded_For="")

    assert accepted == SEATS
    assert await site.votes(key) == [SEATS, 0]


async def test_the_address_was_forged_by_a_header(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.NETWORK, per_network=SEATS)

    assert await stuffed(site, key) == SEATS


async def test_forging_works_where_everybody_is_trusted(
    settings: Settings,
    client_for: ClientFor,
) -> None:
    trusting = settings.model_validate(settings.model_dump() | {"trusted_proxies": PROXY})
    site = Site(await client_for(trusting))
    key = await asking.ask(site.database, voters=Voters.NETWORK, per_network=SEATS)

    assert await stuffed(site, key) == 40


async def test_the_refused_are_told_what_to_do(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.NETWORK, per_network=1)
    await site.vote("1", key=key)
    site.forget()

    refused = await site.vote("1", key=key)

    assert refused.status == 409
    assert "This vote was not counted" in refused.page.words


async def test_he_emptied_his_cookies_and_voted_again(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.INVITED)
    (made,) = await invitations.make(site.database, key, 1, OPERATOR)

    for mark in (1, 2, 1):
        site.forget()
        body = f"choice={mark}&code={made.code}"
        assert (await site.post(f"/poll/{key}/vote", body)).status == 303
    site.forget()

    assert (await site.vote("1", key=key)).status == 403
    assert await site.votes(key) == [1, 0]


async def test_a_link_or_another_site_voted_for_me(site: Site) -> None:
    key = await asking.ask(site.database)

    by_link = await site.get(f"/poll/{key}/vote?choice=1")
    by_site = await site.vote("1", key=key, Sec_Fetch_Site="cross-site")

    assert (by_link.status, by_site.status) == (405, 403)
    assert await site.votes(key) == [0, 0]
