"""Who votes with a browser that keeps no cookies is told at once, and can come back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from aiohttp import DummyCookieJar

from polls.domain.electorate.invitation_codes import credential, shown_code
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility, Voters
from polls.main import init_app
from polls.services.questions import lifecycle
from polls.services.voters import invitations
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.views.site import Site

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.views.site import Answer

CODE = "2K9Q77HAM3TZX4BD"
RECORDED = re.compile(r"/poll/1/mine/([\w-]{22})/recorded#recorded")
ANOTHER = "Your browser did not send a cookie"


@pytest.fixture
async def site(settings: Settings, aiohttp_client: AiohttpClient) -> Site:
    """A browser that keeps no cookies."""
    return Site(await aiohttp_client(init_app(settings), cookie_jar=DummyCookieJar()))


def fields(answer: Answer) -> dict[str, str]:
    """Return the hidden fields of a ballot."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    return dict(found)


async def test_vote_is_confirmed_with_the_private_link(site: Site) -> None:
    await asking.ask(site.database, visibility=Visibility.VOTED)
    await site.get("/poll/1")

    voted = await site.vote(2)
    page = (await site.get(voted.location)).page

    found = RECORDED.fullmatch(voted.location)
    assert found
    assert voted.headers["Cache-Control"] == "no-store"
    assert page.notice.startswith(f"Your vote is recorded: Coffee {ANOTHER}")
    assert page.answer == "Coffee leads with 1 of 1 vote."
    assert f"/poll/1/mine/{found[1]}" in page.words


async def test_vote_from_the_page_of_the_confirmation_is_the_same_ballot(site: Site) -> None:
    await asking.ask(site.database)
    voted = await site.vote(1)
    confirmed = (await site.get(voted.location)).page

    ballot = await site.get(confirmed.links["Change my vote"])
    again = await site.post(ballot.page.action, urlencode(fields(ballot) | {"choice": "2"}))
    twice = await site.post(ballot.page.action, urlencode(fields(ballot) | {"choice": "2"}))

    assert ballot.page.marked == ["Tea"]
    assert again.location == twice.location == voted.location
    assert await site.votes() == [0, 1]
    assert (await site.get(again.location)).page.notice.startswith("Your vote is recorded: Coffee")


async def test_form_that_comes_back_says_whose_it_is(site: Site) -> None:
    await asking.ask(site.database)
    refused = await site.vote()

    sent = urlencode(fields(refused) | {"choice": "1"})
    answers = [await site.post(refused.page.action, sent) for _ in range(2)]

    assert refused.status == 422
    assert len({answer.location for answer in answers}) == 1
    assert await site.votes() == [1, 0]


async def test_vote_from_the_question_itself_is_that_of_somebody_else(site: Site) -> None:
    await asking.ask(site.database)

    voted = [await site.vote(1) for _ in range(2)]
    words = (await site.get(voted[0].location)).page.words

    assert await site.votes() == [2, 0]
    assert "that counts as another person's vote" in words


async def test_nobody_has_won_while_the_end_can_be_taken_back(site: Site) -> None:
    await asking.ask(site.database)
    voted = await site.vote(1)
    await lifecycle.stop(site.database, "1", OPERATOR)

    ending = await site.get(voted.location)
    await lifecycle.close(site.database, "1", OPERATOR)
    closed = await site.get(voted.location)

    assert ending.page.answer == "Tea leads with 1 of 1 vote."
    assert "the secret number they came from" not in ending.page.words
    assert "the secret number they came from" in closed.page.words
    assert "Change my vote" not in ending.page.links
    assert closed.page.answer == "Tea won with 1 of 1 vote."


async def test_private_link_leads_to_the_ballot(site: Site) -> None:
    await asking.ask(site.database)
    voted = await site.vote(1)
    link = voted.location.partition("/recorded")[0]

    taken = await site.post(link)
    ballot = await site.get(taken.location)

    assert (taken.status, taken.location) == (303, f"{link}/ballot")
    assert ballot.page.marked == ["Tea"]
    assert fields(ballot) == {"voter": link.rpartition("/")[2]}


async def test_vote_that_is_final_says_so(site: Site) -> None:
    await asking.ask(site.database, may_change=False)
    voted = await site.vote(1)
    link = voted.location.partition("/recorded")[0]

    confirmed = (await site.get(voted.location)).page
    ballot = (await site.get(f"{link}/ballot")).page

    assert "Change my vote" not in confirmed.links
    assert "Votes on this question cannot be changed." in ballot.words
    assert ballot.links["My recorded vote"] == f"{link}/recorded"


async def test_vote_that_can_be_repeated_is_another_one_with_each_press(site: Site) -> None:
    await asking.ask(site.database, voters=Voters.ANYONE)
    voted = await site.vote(1)
    confirmed = (await site.get(voted.location)).page

    ballot = await site.get(confirmed.links["Vote again"])
    sent = urlencode(fields(ballot) | {"choice": "1"})
    again, same = [await site.post(ballot.page.action, sent) for _ in range(2)]

    assert voted.location != again.location == same.location
    assert await site.votes() == [2, 0]


async def test_invited_voter_is_confirmed_by_the_code(site: Site) -> None:
    await asking.ask(site.database, voters=Voters.INVITED)
    by = Voter(credential(CODE))
    await ledgers.append(site.database, "1", (1,), by=by)
    address = f"/poll/1/mine/{CODE}"

    confirmed = (await site.get(f"{address}/recorded")).page
    ballot = await site.get(f"{address}/ballot")

    assert confirmed.notice.startswith(f"Your vote is recorded: Tea {ANOTHER}")
    assert f"/poll/1/code/{shown_code(CODE)}" in confirmed.words
    assert "leads back to this vote" in confirmed.notice
    assert "another person" not in confirmed.notice
    assert fields(ballot) == {"voter": CODE}
    assert "Your code" not in ballot.page.words


async def test_code_that_was_typed_is_on_the_ballot(site: Site) -> None:
    await asking.ask(site.database, voters=Voters.INVITED)
    (made,) = await invitations.make(site.database, "1", 1, OPERATOR)

    opened = await site.post("/poll/1/code", urlencode({"code": shown_code(made.code)}))
    ballot = await site.get(opened.location)
    voted = await site.post(ballot.page.action, urlencode(fields(ballot) | {"choice": "2"}))

    assert opened.headers["Cache-Control"] == ballot.headers["Cache-Control"] == "no-store"
    assert ballot.page.fields == []
    assert fields(ballot) == {"voter": made.code}
    assert voted.location == f"/poll/1/mine/{made.code}/recorded#recorded"
    assert await site.votes() == [0, 1]


@pytest.mark.parametrize("is_revoked", [True, False])
async def test_code_that_opens_nothing_has_no_ballot(site: Site, is_revoked: bool) -> None:
    await asking.ask(site.database, voters=Voters.INVITED)
    (made,) = await invitations.make(site.database, "1", 1, OPERATOR)
    if is_revoked:
        await invitations.revoke(site.database, "1", [1], OPERATOR)

    answer = await site.get(f"/poll/1/mine/{made.code if is_revoked else CODE}/ballot")

    assert answer.status == 404
    assert answer.page.action == ""


async def test_address_of_nobody_confirms_nothing(site: Site) -> None:
    await asking.ask(site.database)

    for page in ("recorded", "ballot"):
        for secret in ("A" * 22, "A" * 17, "0" * 16):
            answer = await site.get(f"/poll/1/mine/{secret}/{page}")
            assert answer.status == 404
            assert "This link does not belong to any vote on “Tea or coffee?”." in answer.page.words


async def test_browser_that_keeps_cookies_goes_on_to_the_results(client_site: Site) -> None:
    site = client_site
    first = await site.vote(1)  # without a look at the ballot before

    way = await site.get(first.location)
    changed = await site.get(first.location.replace("recorded#recorded", "ballot"))

    assert RECORDED.fullmatch(first.location)
    assert (way.status, way.location) == (303, "/poll/1/results#recorded")
    assert (changed.status, changed.location) == (303, "/poll/1")
    assert (await site.vote(2)).location == "/poll/1/results#recorded"
    assert await site.votes() == [0, 1]


async def test_ballot_that_says_whose_it_is_comes_before_the_cookie(client_site: Site) -> None:
    site = client_site
    first = await site.vote(1)
    token = first.location.split("/")[4]
    site.forget()
    await site.get("/poll/1")

    voted = await site.post("/poll/1/vote", f"choice=2&voter={token}")
    notice = (await site.get(voted.location)).page.notice

    assert voted.location == "/poll/1/results#recorded"
    assert notice.startswith("Your vote is recorded: Coffee")
    assert await site.votes() == [0, 1]


@pytest.mark.parametrize("tail", [".", "0", "%0A"])
async def test_ballot_of_nobody_is_not_counted_as_that_of_another_voter(
    site: Site, tail: str
) -> None:
    await asking.ask(site.database)
    first = await site.vote(1)
    token = first.location.split("/")[4]

    refused = await site.post("/poll/1/vote", f"choice=2&voter={token}{tail}")
    unknown = await site.post("/poll/99/vote", f"choice=2&voter={token}{tail}")
    changed = await site.post("/poll/1/vote", f"choice=2&voter={token}")

    assert (refused.status, unknown.status, changed.status) == (400, 404, 303)
    assert "must have the secret of a private link" in refused.page.words
    assert await site.votes() == [0, 1]


@pytest.fixture
async def client_site(sqlite_settings: Settings, aiohttp_client: AiohttpClient) -> Site:
    """A browser as most are."""
    site = Site(await aiohttp_client(init_app(sqlite_settings)))
    await asking.ask(site.database)
    return site
