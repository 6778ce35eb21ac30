"""“It does not work without a mail server”: PEERS row 10."""

from __future__ import annotations

import re
from importlib.metadata import requires
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from polls.settings.sources import variables
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


async def test_i_have_no_mail_server_and_want_to_ask_my_friends(site: Site) -> None:
    form = {"text": "Who brings the cake?", "choices": "Anna\nBen", "visibility": "always"}

    share = await site.post("/new", urlencode(form))
    words = (await site.get(share.location)).page.words
    ballot, secret = (re.search(rf"(/poll/\S*{part}\S*)", words) for part in ("", "organise/"))
    assert ballot
    assert secret
    site.forget()  # a friend, who has nothing but the link
    choices = (await site.get(ballot[1])).page.choices
    voted = await site.post(f"{ballot[1]}/vote", f"choice={choices['Anna']}")
    site.forget()  # the organiser at another computer, who has nothing but the secret link
    organised = await site.get(secret[1])

    assert (voted.status, organised.status) == (303, 303)
    assert (await site.get(organised.location)).status == 200


async def test_the_mail_scanner_follows_every_link(site: Site) -> None:
    form = {"text": "Who brings the cake?", "choices": "Anna\nBen", "opens": "later"}
    share = await site.post("/new", urlencode(form))
    (before,) = await asking.every(site.database)

    await _follow_every_link(site, share.location)

    assert await asking.every(site.database) == [before]


def test_there_is_nowhere_to_set_a_mail_server() -> None:
    settings = [path for path, _, _ in variables()]
    libraries = requires("polls") or []

    assert [name for name in settings if re.search("mail|smtp", name)] == []
    assert [name for name in libraries if re.search("mail|smtp", name)] == []


async def _follow_every_link(site: Site, start: str) -> None:
    """Get every page of this site that can be reached by links, as a scanner of mail does."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        path = ahead.pop()
        seen.add(path)
        async with site.client.get(path) as response:
            if "text/html" not in response.headers["Content-Type"]:
                continue
            page = (await response.text()) if response.status < 500 else ""
        assert page, path
        # Also the secret link, which stands on the page for its organiser to copy.
        links = re.findall(r'(?:href="|127\.0\.0\.1:\d+)(/(?!static)[^"#<\s]*)', page)
        ahead += [link for link in links if link not in seen]
    assert any("/organise/" in path for path in seen)
