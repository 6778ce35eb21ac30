from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pytest

from polls.typedefs import DATABASE
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from http.cookies import Morsel

    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

TOKEN = "A" * 22


def cookie(answer: Answer) -> Morsel[str]:
    (header,) = answer.headers.getall("Set-Cookie")
    (morsel,) = SimpleCookie(header).values()
    return morsel


@pytest.fixture
async def https_site(settings: Settings, client_for: ClientFor) -> Site:
    """The site behind a proxy that speaks TLS: its base URL says https."""
    client = await client_for(settings.model_copy(update={"base_url": "https://polls.test"}))
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return Site(client)


async def test_cookie_comes_with_the_first_ballot(site: Site) -> None:
    found = cookie(await site.get("/poll/1"))

    assert found.key == "voter"
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", found.value)
    assert found["path"] == "/"
    assert found["max-age"] == "31536000"
    assert found["httponly"] is True
    assert found["samesite"] == "Lax"
    assert found["domain"] == ""
    assert found["secure"] == ""


async def test_cookie_on_https_is_bound_to_the_host(https_site: Site) -> None:
    found = cookie(await https_site.get("/poll/1"))

    assert found.key == "__Host-voter"
    assert found["secure"] is True
    assert (found["path"], found["domain"]) == ("/", "")
    assert found["httponly"] is True
    assert found["samesite"] == "Lax"


async def test_cookie_without_the_prefix_means_nothing_on_https(https_site: Site) -> None:
    for _ in range(2):
        await https_site.vote(1, Cookie=f"voter={TOKEN}")

    assert await https_site.votes() == [2, 0]


async def test_cookie_with_the_prefix_means_the_voter_on_https(https_site: Site) -> None:
    answers = [await https_site.vote(1, Cookie=f"__Host-voter={TOKEN}") for _ in range(2)]

    assert await https_site.votes() == [1, 0]
    for answer in answers:
        assert answer.given == ["__Secure-v.1"], "and no other voter's cookie"


async def test_cookie_is_given_once(site: Site) -> None:
    first = await site.get("/poll/1")
    second = await site.get("/poll/1")

    assert "Set-Cookie" in first.headers
    assert "Set-Cookie" not in second.headers


async def test_cookie_is_new_for_each_browser(site: Site) -> None:
    tokens = set()
    for _ in range(5):
        site.forget()
        tokens.add(cookie(await site.get("/poll/1")).value)

    assert len(tokens) == 5


async def test_cookie_is_given_where_a_vote_can_be_cast_only(site: Site) -> None:
    for path in ("/", "/poll/1/results", "/poll/99", "/static/css/base.css"):
        answer = await site.get(path)

        assert "Set-Cookie" not in answer.headers, path


async def test_cookie_that_was_not_given_is_replaced(site: Site) -> None:
    for forged in (
        "",
        "short",
        "A" * 21,
        "A" * 23,
        "A" * 5_000,
        "A" * 21 + "!",
        "A" * 21 + "\xe9",
        "browser:" + "A" * 14,
        "../../../../../etc/pas",
        '"' + "A" * 22,
        "%41" * 7 + "A",
    ):
        site.forget()

        answer = await site.get("/poll/1", Cookie=f"voter={forged}")

        assert answer.status == 200
        assert cookie(answer).value != forged


async def test_cookie_header_that_is_malformed_does_no_harm(site: Site) -> None:
    headers = ("voter", "=", ";;;", "voter=;voter=", '"', f"x=1; voter=bad; {'y=2; ' * 200}")

    statuses = {header: (await site.vote(1, Cookie=header)).status for header in headers}

    assert statuses == dict.fromkeys(headers, 303)


async def test_cookie_is_found_among_others(site: Site) -> None:
    await site.vote(2, Cookie=f"voter={TOKEN}")
    headers = {
        f"voter={TOKEN}": ["Coffee"],
        f"theme=dark; voter={TOKEN}; lang=en": ["Coffee"],
        f"theme=dark;voter={TOKEN}": ["Coffee"],
        f"other-voter={TOKEN}": [],
        f"note=voter={TOKEN}": [],
        f"voter={TOKEN}x": [],
    }

    marked = {header: (await site.get("/poll/1", Cookie=header)).page.marked for header in headers}

    assert marked == headers


async def test_cookie_of_another_voter_shows_that_ballot_only_to_its_holder(site: Site) -> None:
    await site.vote(2, Cookie=f"voter={TOKEN}")

    holder = await site.get("/poll/1", Cookie=f"voter={TOKEN}")
    other = await site.get("/poll/1", Cookie=f"voter={TOKEN[:-1]}B")

    assert holder.page.marked == ["Coffee"]
    assert other.page.marked == []


async def test_pages_with_a_cookie_are_not_kept_by_shared_caches(site: Site) -> None:
    for path in ("/poll/1", "/poll/1/results"):
        answer = await site.get(path)

        directives = answer.headers["Cache-Control"]
        assert "public" not in directives
        assert directives in {"no-cache", "no-store", "private, no-cache"}
