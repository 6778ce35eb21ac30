from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Site

LINK = re.compile(r"http://[^/ ]+(/poll/[^/ ]+/mine/[A-Za-z0-9_-]{22})\b")


async def private_link(site: Site, key: str = "1") -> str:
    """Return the private link on the voter's page, as a path."""
    answer = await site.get(f"/poll/{key}/mine")
    (found,) = LINK.findall(answer.page.words)
    return str(found)


async def test_mine_shows_what_is_recorded_with_the_way_back_to_it(site: Site) -> None:
    await site.vote(2)

    answer = await site.get("/poll/1/mine")

    assert answer.status == 200
    assert answer.page.notice == "Your vote is recorded: Coffee"
    assert answer.page.links["Change my vote"] == "/poll/1"
    assert answer.text.count("<svg") == 1
    assert answer.headers["Cache-Control"] == "no-store"


async def test_mine_of_a_browser_that_has_not_voted_says_so(site: Site) -> None:
    await site.get("/poll/1")

    answer = await site.get("/poll/1/mine")

    assert answer.status == 404
    assert answer.page.headings == ["No vote from this browser"]
    assert answer.page.links["Go to the question"] == "/poll/1"


async def test_mine_of_no_question_is_not_found(site: Site) -> None:
    assert (await site.get("/poll/99/mine")).status == 404
    assert (await site.get(f"/poll/99/mine/{'A' * 22}")).status == 404
    assert (await site.post(f"/poll/99/mine/{'A' * 22}")).status == 404


async def test_confirmation_leads_to_the_private_link(site: Site) -> None:
    await site.vote(2)

    page = (await site.get("/poll/1/results")).page

    assert page.links["Keep a private link to this vote"] == "/poll/1/mine"


async def test_private_link_opens_the_ballot_on_another_device(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)
    site.forget()

    offer = await site.get(link)
    taken = await site.post(offer.page.action)
    way_on = await site.get(taken.location)
    ballot = await site.get(way_on.location)

    assert offer.page.button == "Use this vote on this device"
    assert (taken.status, taken.location) == (303, f"{offer.page.action}/ballot")
    assert (way_on.status, way_on.location) == (303, "/poll/1")
    assert "Path=/poll/1;" in taken.headers["Set-Cookie"]
    assert "HttpOnly" in taken.headers["Set-Cookie"]
    assert ballot.page.marked == ["Coffee"]


async def test_private_link_changes_the_one_vote_from_two_devices(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)
    first = {cookie.key: cookie.value for cookie in site.client.session.cookie_jar}
    site.forget()
    await site.post(link)

    await site.vote(1)
    second = await site.votes()
    site.forget()
    await site.vote(2, Cookie="; ".join(f"{name}={value}" for name, value in first.items()))

    assert second == [1, 0]
    assert await site.votes() == [0, 1]


async def test_private_link_is_not_the_cookie_and_opens_one_question(site: Site) -> None:
    other = await site.ask("Milk?", ["Yes", "No"])
    await site.vote(2)
    await site.vote(3, key=other)
    voter = next(each for each in site.client.session.cookie_jar if each.key == "voter")

    links = [await private_link(site), await private_link(site, other)]
    site.forget()
    await site.post(links[0])

    secrets = {link.rsplit("/", 1)[1] for link in links}
    assert len(secrets - {voter.value}) == 2
    assert (await site.get(f"/poll/{other}")).page.marked == []


async def test_private_link_that_is_followed_changes_and_tells_nothing(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)
    site.forget()

    answer = await site.get(link)

    assert "Set-Cookie" not in answer.headers
    assert "Coffee" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await site.get("/poll/1")).page.marked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_private_link_that_is_wrong_gets_a_page_with_a_next_step(
    site: Site,
    method: str,
) -> None:
    await site.vote(2)
    site.forget()

    answer = await site.request(method, f"/poll/1/mine/{'A' * 22}")

    assert answer.status == 404
    assert answer.page.headings == ["No vote found for this link"]
    assert answer.page.links["Go to the question"] == "/poll/1"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("secret", ["A" * 21, "A" * 23, "A" * 21 + "!", "%00" * 22])
async def test_private_link_that_cannot_be_one_is_not_found(site: Site, secret: str) -> None:
    assert (await site.get(f"/poll/1/mine/{secret}")).status == 404


async def test_private_link_of_another_sites_form_is_refused(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)

    answer = await site.post(link, Sec_Fetch_Site="cross-site")

    assert answer.status == 403


async def test_private_link_shows_the_vote_after_the_end(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)
    await asking.close(site.database, "1")
    site.forget()

    await site.post(link)

    assert "Coffee (your vote)" in (await site.get("/poll/1")).page.words
    page = (await site.get("/poll/1/mine")).page
    assert page.notice == "Your vote is recorded: Coffee"
    assert "Change my vote" not in page.links


async def test_voters_page_answers_head_requests(site: Site) -> None:
    await site.vote(2)
    link = await private_link(site)

    for path in ("/poll/1/mine", link):
        answer = await site.request("HEAD", path)
        assert (answer.status, answer.text) == (200, "")
