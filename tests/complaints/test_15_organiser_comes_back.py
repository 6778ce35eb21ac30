"""“I cannot get back to the poll that I made”: PEERS row 15."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from polls.domain.questions.log import OPERATOR
from polls.services.questions import organisers
from tests.views.organiser.test_manage import fields
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


async def created(site: Site) -> tuple[str, str]:
    """Ask a question as anybody can; return its key and the path of its organiser's link."""
    form = urlencode({"text": "Tea or coffee?", "choices": "Tea\nCoffee"})
    answer = await site.post("/new", form)
    words = (await site.get(answer.location)).page.words
    found = re.search(r"/poll/(\w+)/organise/[\w-]{22}", words)
    assert found
    return found[1], found[0]


async def test_i_made_a_poll_without_an_account_and_cannot_come_back(site: Site) -> None:
    key, link = await created(site)

    assert (await site.get(f"/poll/{key}/manage")).status == 200, "in the browser that made it"
    site.forget()
    assert (await site.get(f"/poll/{key}/manage")).status == 403
    assert (await site.get(link)).status == 303
    assert (await site.get(f"/poll/{key}/manage")).status == 200, "in any other, with the link"


async def test_i_lost_my_link_but_my_browser_knows_me(site: Site) -> None:
    key, link = await created(site)

    words = (await site.get(f"/poll/{key}/share")).page.words

    assert link in words


async def test_somebody_else_has_my_link_now(site: Site) -> None:
    key, link = await created(site)

    offered = await site.get(f"/poll/{key}/manage/renew")
    await site.post(f"/poll/{key}/manage/renew", urlencode(fields(offered)))

    assert (await site.get(f"/poll/{key}/manage")).status == 200
    site.forget()
    assert (await site.get(link)).status == 403


async def test_i_lost_the_link_and_the_browser(site: Site) -> None:
    key, _ = await created(site)
    site.forget()
    secret = organisers.new_secret()
    await organisers.renew(site.database, key, OPERATOR, secret)  # `polls organiser` prints it

    await site.get(f"/poll/{key}/organise/{secret}")

    page = await site.get(f"/poll/{key}/manage")
    assert page.status == 200
    log = (await site.get(f"/poll/{key}/manage/log")).page.words
    assert "by the operator of this site A new organiser's link was created" in log
