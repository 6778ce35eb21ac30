from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility
from polls.services.questions import deletion
from polls.typedefs import DATABASE
from tests import asking, ledgers, pages
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from polls.settings import Settings
    from tests.conftest import ClientFor

BLOG = "https://blog.example.org"


@pytest.fixture
def site_with(
    settings: Settings,
    client_for: ClientFor,
) -> Callable[..., Awaitable[Site]]:
    """Starts a site with one question and other settings."""

    async def start(**values: Any) -> Site:
        client = await client_for(settings.model_copy(update=values))
        await asking.ask(client.app[DATABASE], "Tea or “coffee”?", ["Tea", "Coffee"])
        return Site(client)

    return start


@pytest.fixture
async def framed(site_with: Callable[..., Awaitable[Site]]) -> Site:
    """A site whose questions may be shown on the pages of a blog."""
    return await site_with(embed_origins=(BLOG,))


# embed


async def test_embed_shows_the_result_and_where_to_vote(framed: Site) -> None:
    await framed.vote(1)
    framed.forget()

    answer = await framed.get("/poll/1/embed")

    assert answer.status == 200
    assert answer.page.headings == ["Tea or “coffee”?", "Result so far"]
    assert answer.page.rows == [["Tea", "1", "100 %"], ["Coffee", "0", "0 %"]]
    assert answer.page.links["Vote (opens a new tab)"] == "/poll/1"
    assert re.findall(r"<a [^>]*href=\"/[^>]*>", answer.text) == [
        link for link in re.findall(r"<a [^>]*href=\"/[^>]*>", answer.text) if "_blank" in link
    ]
    assert "<form" not in answer.text


async def test_embed_may_be_framed_by_the_sites_that_are_named_only(framed: Site) -> None:
    embed = await framed.get("/poll/1/embed")
    other = await framed.get("/poll/1/results")

    assert f"frame-ancestors 'self' {BLOG};" in embed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in embed.headers["Content-Security-Policy"]
    assert embed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "X-Frame-Options" not in embed.headers
    assert "frame-ancestors 'none';" in other.headers["Content-Security-Policy"]
    assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_embed_is_off_unless_a_site_is_named(
    site_with: Callable[..., Awaitable[Site]],
) -> None:
    site = await site_with()

    answers = [await site.get(path) for path in ("/poll/1/embed", "/oembed?url=/poll/1")]

    assert [answer.status for answer in answers] == [404, 404]
    assert "does not allow its questions on other sites" in answers[0].text
    assert "frame-ancestors 'none'" in answers[0].headers["Content-Security-Policy"]


async def test_embed_of_a_kept_page_has_its_headers_again(framed: Site) -> None:
    first, second = [await framed.get("/poll/1/embed") for _ in range(2)]

    assert first.headers["Content-Security-Policy"] == second.headers["Content-Security-Policy"]


async def test_embed_withholds_what_not_everybody_may_see(framed: Site) -> None:
    key = await framed.ask("Secret?", ["Yes", "No"], visibility=Visibility.CLOSED)
    await ledgers.append(framed.database, key, (1,))

    answer = await framed.get(f"/poll/{key}/embed")

    assert answer.page.rows == []
    assert "The result appears when the organiser ends voting." in answer.page.words


async def test_embed_of_a_closed_question_has_no_button_to_vote(framed: Site) -> None:
    await asking.close(framed.database, "1")

    answer = await framed.get("/poll/1/embed")

    assert list(answer.page.links) == ["Open on its own page (opens a new tab)", "Refresh"]


async def test_embed_of_what_is_not_there_says_so_in_the_frame(framed: Site) -> None:
    await deletion.delete(framed.database, "1", OPERATOR, "1")
    draft = await framed.ask("Draft?", ["Yes", "No"], is_draft=True)

    later = await framed.ask(
        "Later?",
        ["Yes", "No"],
        pub_date=datetime.now(UTC) + timedelta(days=1),
        is_listed=False,
    )

    deleted, hidden, none, early = [
        await framed.get(f"/poll/{key}/embed") for key in ("1", draft, "nothing", later)
    ]

    statuses = [answer.status for answer in (deleted, hidden, none, early)]
    assert statuses == [410, 404, 404, 409]
    assert early.page.words == "Voting on this question has not begun."
    assert deleted.page.words == "This question and all its votes were deleted."
    assert hidden.page.words == none.page.words == "There is no such question."
    assert BLOG in deleted.headers["Content-Security-Policy"]


async def test_embed_of_a_question_to_come_says_so_in_the_frame(framed: Site) -> None:
    key = await framed.ask("Draft?", ["Yes", "No"], is_draft=True, is_listed=False)

    answer = await framed.get(f"/poll/{key}/embed")

    assert answer.status == 409
    assert answer.page.words == "Voting on this question has not begun."
    assert BLOG in answer.headers["Content-Security-Policy"]


# oEmbed


async def test_oembed_tells_how_to_show_a_question(framed: Site) -> None:
    address = str(framed.client.make_url("/poll/1"))

    answer = await framed.get(f"/oembed?url={quote(address, safe='')}&format=json")

    said = json.loads(answer.text)
    origin = address.removesuffix("/poll/1")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "Tea or “coffee”?")
    assert (said["width"], said["height"]) == (600, 520)
    assert said["provider_url"] == f"{origin}/"
    assert said["thumbnail_url"] == f"{origin}/poll/1/preview.png"
    assert f'src="{origin}/poll/1/embed"' in said["html"]
    assert 'width="600" height="520"' in said["html"]


async def test_oembed_escapes_the_question_in_its_html(framed: Site) -> None:
    key = await framed.ask('"><script>alert(1)</script>', ["Yes", "No"])

    address = str(framed.client.make_url(f"/poll/{key}"))
    said = json.loads((await framed.get(f"/oembed?url={quote(address, safe='')}")).text)

    assert "<script" not in said["html"]
    assert said["html"].count("<") == 2


@pytest.mark.parametrize("ending", ["", "/", "/results", "/embed", "?from=mail", "#recorded"])
async def test_oembed_knows_the_addresses_of_a_question(framed: Site, ending: str) -> None:
    address = f"{framed.client.make_url('/poll/1')}{ending}"

    assert (await framed.get(f"/oembed?url={quote(address, safe='')}")).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/poll/1",
        "https://elsewhere.example.org/poll/1",
        "{site}/poll/99",
        "{site}/poll/1/manage",
        "{site}/",
        "{site}/poll/",
        "{site}/poll/%00",
        "http://[",
        "javascript:alert(1)",
    ],
)
async def test_oembed_of_anything_else_is_not_found(framed: Site, url: str) -> None:
    address = url.format(site=str(framed.client.make_url("/")).rstrip("/"))

    assert (await framed.get(f"/oembed?url={quote(address, safe='')}")).status == 404


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("maxwidth=300", (300, 520)),
        ("maxheight=200", (600, 200)),
        ("maxwidth=9999&maxheight=99999999999999", (600, 520)),
    ],
)
async def test_oembed_keeps_within_the_size_that_is_asked_for(
    framed: Site,
    query: str,
    size: tuple[int, int],
) -> None:
    address = quote(str(framed.client.make_url("/poll/1")), safe="")

    said = json.loads((await framed.get(f"/oembed?url={address}&{query}")).text)

    assert (said["width"], said["height"]) == size


@pytest.mark.parametrize(
    ("query", "has_picture"),
    [
        ("", True),
        ("maxwidth=1200&maxheight=630", True),
        ("maxwidth=1199", False),
        ("maxheight=629", False),
    ],
)
async def test_oembed_names_the_picture_only_where_it_fits(
    framed: Site,
    query: str,
    *,
    has_picture: bool,
) -> None:
    address = quote(str(framed.client.make_url("/poll/1")), safe="")

    said = json.loads((await framed.get(f"/oembed?url={address}&{query}")).text)

    pictures = {name for name in said if name.startswith("thumbnail")}
    whole = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
    assert pictures == (whole if has_picture else set())


@pytest.mark.parametrize(
    ("query", "status"),
    [("format=xml", 501), ("maxwidth=wide", 400), ("maxheight=0", 400), ("maxwidth=-5", 400)],
)
async def test_oembed_refuses_what_it_cannot_do(framed: Site, query: str, status: int) -> None:
    address = quote(str(framed.client.make_url("/poll/1")), safe="")

    assert (await framed.get(f"/oembed?url={address}&{query}")).status == status


# what a page says of itself


async def test_page_names_its_picture_and_its_frame_for_other_sites(
    site_with: Callable[..., Awaitable[Site]],
) -> None:
    site = await site_with(embed_origins=(BLOG,), base_url="https://polls.example.org")

    text = (await site.get("/poll/1")).text

    tags = _tags(text)
    assert tags["og:title"] == "Tea or “coffee”?"
    assert tags["og:url"] == "https://polls.example.org/poll/1"
    assert tags["og:image"] == "https://polls.example.org/poll/1/preview.png"
    assert tags["og:description"] == "2 choices. See the question and vote."
    assert tags["twitter:card"] == "summary_large_image"
    assert (
        'href="https://polls.example.org/oembed?url=https://polls.example.org/poll/1&amp;format=json"'
        in text
    )


async def test_results_are_shared_under_their_own_address(
    site_with: Callable[..., Awaitable[Site]],
) -> None:
    site = await site_with(base_url="https://polls.example.org")
    page = "https://polls.example.org/poll/1/results"
    await site.vote(1)

    text = (await site.get("/poll/1/results")).text

    tags = _tags(text)
    assert tags["og:title"] == "Results: Tea or “coffee”?"
    assert tags["og:description"] == "See the result and how it was counted."
    assert tags["og:url"] == page
    assert tags["og:image"] == "https://polls.example.org/poll/1/preview.png"
    assert pages.read(text).links[page] == "/poll/1/results"


async def test_page_names_no_address_that_it_does_not_know(framed: Site) -> None:
    tags = _tags((await framed.get("/poll/1")).text)

    assert tags["og:title"] == "Tea or “coffee”?"
    assert {"og:url", "og:image"} & set(tags) == set()


async def test_page_says_the_same_of_itself_whatever_the_votes_are(
    site_with: Callable[..., Awaitable[Site]],
) -> None:
    site = await site_with(base_url="https://polls.example.org")
    paths = ("/poll/1", "/poll/1/results")
    before = [_tags((await site.get(path)).text) for path in paths]

    await ledgers.append(site.database, "1", (1,), (1,))
    await asking.close(site.database, "1")

    assert [_tags((await site.get(path)).text) for path in paths] == before


def _tags(text: str) -> dict[str, str]:
    tag = r'<meta (?:property|name)="((?:og|twitter):[^"]*)"\s+content="([^"]*)"'
    return dict(re.findall(tag, text))
