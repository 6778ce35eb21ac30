from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.services.questions import organisers
from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Site


@pytest.fixture
async def link(site: Site) -> str:
    """The organiser's link of an unlisted question, as a path."""
    asked = await asking.asked(site.database, is_listed=False)
    return f"/poll/{asked.key}/organise/{asked.secret}"


def key_of(link: str) -> str:
    return link.split("/")[2]


async def test_organisers_link_is_exchanged_for_a_cookie_and_a_clean_address(
    site: Site,
    link: str,
) -> None:
    answer = await site.get(link)

    key = key_of(link)
    assert (answer.status, answer.location) == (303, f"/poll/{key}/manage")
    assert f"Path=/poll/{key};" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert (await site.get(answer.location)).status == 200


@pytest.mark.parametrize("tail", [".", ")", "/", "%20", "%E2%80%8B", ").%E2%80%9D"])
async def test_organisers_link_opens_the_page_with_what_was_copied_along(
    site: Site, link: str, tail: str
) -> None:
    answer = await site.get(link + tail)

    assert (answer.status, answer.location) == (303, f"/poll/{key_of(link)}/manage")


async def test_organisers_page_is_not_for_others(site: Site, link: str) -> None:
    answer = await site.get(f"/poll/{key_of(link)}/manage")

    assert answer.status == 403
    assert "Open this page with the organiser" in answer.text


async def test_organisers_cookie_opens_one_question_only(site: Site, link: str) -> None:
    await site.get(link)

    assert (await site.get("/poll/1/manage")).status == 403


@pytest.mark.parametrize("page", ["manage", "results", "results.csv", "mine", "screen"])
async def test_organisers_cookie_that_is_no_text_opens_nothing(
    site: Site,
    link: str,
    page: str,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    address = f"/poll/{key_of(link)}/{page}".encode()

    writer.write(
        b"GET " + address + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Cookie: organiser=\xff\xfe\r\n\r\n",
    )
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()

    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 403", b"HTTP/1.1 404"))


@pytest.mark.parametrize("secret", ["A" * 22, "A" * 21, "A" * 23, "%00" * 22, ""])
async def test_organisers_link_with_another_secret_opens_nothing(
    site: Site,
    link: str,
    secret: str,
) -> None:
    answer = await site.get(f"/poll/{key_of(link)}/organise/{secret}")

    assert answer.status in {403, 404}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "rest",
    ["", "/", "/zz", "/" + "A" * 21, "/" + "A" * 23, f"/{'A' * 22}.x", f"/{'A' * 22}/x"],
)
async def test_organisers_link_that_was_not_copied_whole_says_what_to_do(
    site: Site,
    link: str,
    rest: str,
) -> None:
    answers = [await site.get(f"/poll/{key}/organise{rest}") for key in (key_of(link), "none")]

    for answer in answers:
        assert answer.status == 404
        assert "Part of this organiser's link is missing" in answer.page.words
        assert "only the operator of this site can give you a new one" in answer.page.words
        assert "Set-Cookie" not in answer.headers
    assert answers[0].text == answers[1].text  # or it would tell whether there is a question


@pytest.mark.parametrize("page", ["manage", "share"])
async def test_organiser_without_cookies_is_told_to_allow_them(
    site: Site, link: str, page: str
) -> None:
    key = key_of(link)
    await site.get(link)
    site.forget()

    without = await site.get(f"/poll/{key}/{page}")
    wrong = await site.get(f"/poll/{key}/organise/{'A' * 22}")

    assert (without.status, wrong.status) == (403, 403)
    assert "allow them for this site, and do so again" in without.page.words
    assert "only the operator of this site can give you a new one" in without.page.words
    assert "cookies" not in wrong.page.words  # it is the link that does not work


async def test_organisers_link_of_no_question_is_not_found(site: Site) -> None:
    assert (await site.get(f"/poll/99/organise/{'A' * 22}")).status == 404


async def test_renewed_secret_ends_the_one_before(site: Site, link: str) -> None:
    await site.get(link)
    key = key_of(link)

    secret = organisers.new_secret()
    await organisers.renew(site.database, key, OPERATOR, secret)

    assert (await site.get(f"/poll/{key}/manage")).status == 403
    assert (await site.get(link)).status == 403
    assert (await site.get(f"/poll/{key}/organise/{secret}")).status == 303


async def test_secret_is_stored_as_a_hash_only(site: Site, link: str) -> None:
    secret = link.rsplit("/", 1)[1]

    assert await organisers.is_organiser(site.database, key_of(link), secret)
    assert not await organisers.is_organiser(site.database, key_of(link), secret.swapcase())
