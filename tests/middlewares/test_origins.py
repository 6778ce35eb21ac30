from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.typedefs import DATABASE
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

OWN = "http://polls.test"
HTTPS = "https://polls.test"
SITES = (None, "same-origin", "none", "same-site", "cross-site", "", "Same-Origin", "garbage")
ORIGINS = (
    None,
    OWN,
    HTTPS,
    "http://polls.test:8080",
    "https://evil.example",
    "http://polls.test.evil.example",
    "null",
    "",
    "HTTP://POLLS.TEST",
)


def may_pass(site: str | None, origin: str | None, own: str) -> bool:
    """The rule of INTEGRITY, written down once more."""
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin == own


@pytest.mark.parametrize("base_url", [OWN, HTTPS])
async def test_posts_from_elsewhere_are_refused(
    settings: Settings,
    client_for: ClientFor,
    base_url: str,
) -> None:
    client = await client_for(settings.model_copy(update={"base_url": base_url}))
    site = Site(client)
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    expected, found = {}, {}

    for fetched_from in SITES:
        for origin in ORIGINS:
            headers = {"Host": "polls.test", "Cookie": f"voter={'A' * 22}"}
            if fetched_from is not None:
                headers["Sec-Fetch-Site"] = fetched_from
            if origin is not None:
                headers["Origin"] = origin
            passes = may_pass(fetched_from, origin, base_url)
            expected[fetched_from, origin] = 303 if passes else 403
            found[fetched_from, origin] = (await site.vote(1, **headers)).status

    assert found == expected
    assert {303, 403} == set(found.values())


async def test_posts_are_compared_with_the_host_without_a_base_url(site: Site) -> None:
    host = f"127.0.0.1:{site.client.port}"
    expected = {
        f"http://{host}": 303,
        f"https://{host}": 403,
        "http://127.0.0.1": 403,
        "http://localhost": 403,
        "null": 403,
    }

    found = {origin: (await site.vote(1, Origin=origin)).status for origin in expected}

    assert found == expected


async def test_posts_that_are_refused_have_no_effect(site: Site) -> None:
    answer = await site.vote(1, Sec_Fetch_Site="cross-site")

    assert answer.status == 403
    assert answer.page.headings == ["Access denied"]
    assert "Set-Cookie" not in answer.headers
    assert await site.votes() == [0, 0]


async def test_pages_may_be_opened_from_anywhere(site: Site) -> None:
    for method in ("GET", "HEAD"):
        for path in ("/", "/poll/1", "/poll/1/results", "/static/css/base.css"):
            headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}

            answer = await site.request(method, path, headers=headers)

            assert answer.status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_every_other_method_is_checked(site: Site, method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = await site.request(method, "/poll/1/vote", headers=headers)

    assert answer.status in {403, 405}
    assert await site.votes() == [0, 0]
