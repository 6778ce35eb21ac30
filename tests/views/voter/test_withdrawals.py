"""Taking a vote back, as its voter does it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import DummyCookieJar

from polls.domain.electorate.invitation_codes import shown_code
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility, Voters
from polls.main import init_app
from polls.services.voters import invitations
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings

RECORDED = re.compile(r"(/poll/1/mine/[\w-]{16,22}/)recorded#recorded")


async def test_vote_is_taken_back_after_a_question(site: Site) -> None:
    await site.vote(2)
    mine = await site.get("/poll/1/mine")

    asked = await site.get(mine.page.links["Take my vote back"])
    done = await site.post(asked.page.action)
    told = await site.get("/poll/1/withdrawn")

    assert asked.page.notice == "Your vote is recorded: Coffee"
    assert asked.page.button == "Take my vote back"
    assert asked.page.links["Keep my vote"] == "/poll/1/mine"
    assert (done.status, done.location) == (303, "/poll/1/withdrawn#withdrawn")
    assert told.page.notice == (
        "Your vote is taken back. Nothing of yours is counted. "
        "You can vote again as long as voting is open."
    )
    assert told.page.links["Vote again"] == "/poll/1"
    assert {each.headers["Cache-Control"] for each in (asked, told)} == {"no-store"}
    assert await site.votes() == [0, 0]


async def test_question_alone_takes_nothing_back(site: Site) -> None:
    await site.vote(2)

    await site.get("/poll/1/withdraw")

    assert await site.votes() == [0, 1]


async def test_voter_who_took_the_vote_back_is_one_who_has_not_voted(site: Site) -> None:
    key = await asking.ask(site.database, visibility=Visibility.VOTED)
    await site.vote(4, key=key)
    await site.post(f"/poll/{key}/withdraw")

    ballot = await site.get(f"/poll/{key}")
    results = await site.get(f"/poll/{key}/results")
    mine = await site.get(f"/poll/{key}/mine")
    again = await site.vote(3, key=key)

    assert (ballot.page.marked, ballot.page.button) == ([], "Vote")
    assert "once you have voted" in results.page.words
    assert mine.status == 404
    assert again.status == 303
    assert await site.votes(key) == [1, 0]


async def test_second_press_is_answered_as_the_first(site: Site) -> None:
    await site.vote(2)

    answers = [await site.post("/poll/1/withdraw") for _ in range(2)]

    assert {answer.location for answer in answers} == {"/poll/1/withdrawn#withdrawn"}
    assert (await site.question()).ballot_count == 2


async def test_who_voted_again_is_led_from_the_withdrawal_to_that_vote(site: Site) -> None:
    await site.vote(2)
    await site.post("/poll/1/withdraw")
    await site.vote(1)

    answer = await site.get("/poll/1/withdrawn")

    assert (answer.status, answer.location) == (303, "/poll/1/mine")


async def test_browser_that_has_not_voted_has_nothing_to_take_back(site: Site) -> None:
    stranger = await site.post("/poll/1/withdraw")
    await site.get("/poll/1")

    answer = await site.get("/poll/1/withdraw")

    assert (stranger.status, answer.status) == (404, 404)
    assert answer.page.headings == ["No vote from this browser"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"may_change": False}, "Votes on this question cannot be changed or taken back."),
        ({"voters": Voters.ANYONE}, "Votes on this question cannot be changed or taken back."),
        ({}, "Voting on this question has ended, so your vote was not taken back."),
    ],
    ids=["final", "repeatable", "ended"],
)
async def test_vote_that_stays_is_told_with_the_reason(
    site: Site,
    values: dict[str, Any],
    reason: str,
) -> None:
    key = await asking.ask(site.database, **values)
    await site.get(f"/poll/{key}")
    await site.vote(4, key=key)
    mine = await site.get(f"/poll/{key}/mine")
    if not values:
        await asking.close(site.database, key)

    answers = [await site.get(f"/poll/{key}/withdraw"), await site.post(f"/poll/{key}/withdraw")]

    assert {answer.status for answer in answers} == {409}
    assert all(reason in answer.page.words for answer in answers)
    assert answers[0].page.links["See my vote"] == f"/poll/{key}/mine"
    assert ("Take my vote back" in mine.page.links) is (not values)
    assert await site.votes(key) == [0, 1]


async def test_withdrawal_says_until_when_another_vote_is_taken(site: Site) -> None:
    end = datetime.now(UTC) + timedelta(days=1)
    key = await asking.ask(site.database, close_date=end, zone="Europe/Paris")
    await site.vote(4, key=key)

    asked = await site.get(f"/poll/{key}/withdraw")
    await site.post(f"/poll/{key}/withdraw")
    told = await site.get(f"/poll/{key}/withdrawn")

    for answer in (asked, told):
        assert re.search(r"You can vote again until .+ Europe/Paris\.", answer.page.words)


async def test_name_and_invitation_are_said_to_be_free_again(site: Site) -> None:
    named = await asking.ask(site.database, voters=Voters.NAMED)
    await site.post(f"/poll/{named}/vote", "choice=4&name=Bob")
    invited = await asking.ask(site.database, voters=Voters.INVITED)
    (made,) = await invitations.make(site.database, invited, 1, OPERATOR)
    await site.post(f"/poll/{invited}/vote", f"choice=6&code={shown_code(made.code)}")

    by_name = await site.get(f"/poll/{named}/withdraw")
    by_code = await site.get(f"/poll/{invited}/withdraw")
    await site.post(f"/poll/{invited}/withdraw")

    assert "Your name disappears from the results." in by_name.page.words
    assert "Your invitation can be used again." in by_code.page.words
    assert await site.votes(invited) == [0, 0]
    assert (await site.get(f"/poll/{invited}")).page.button == "Vote"


async def test_browser_without_cookies_takes_its_vote_back(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
) -> None:
    site = Site(await aiohttp_client(init_app(sqlite_settings), cookie_jar=DummyCookieJar()))
    await asking.ask(site.database)
    await site.get("/poll/1")
    voted = await site.vote(2)
    recorded = await site.get(voted.location)

    asked = await site.get(recorded.page.links["Take my vote back"])
    ballot = await site.get(recorded.page.links["Change my vote"])
    done = await site.post(asked.page.action)
    again = await site.get(asked.page.links["Keep my vote"])

    found = RECORDED.fullmatch(voted.location)
    assert found
    assert asked.page.action == f"{found[1]}withdraw"
    assert ballot.page.links["Take my vote back"] == asked.page.action
    assert (done.status, done.location) == (303, "/poll/1/withdrawn#withdrawn")
    assert (await site.get(done.location)).status == 200
    assert again.status == 404
    assert await site.votes() == [0, 0]


async def test_draft_that_is_tried_out_takes_its_vote_back(site: Site) -> None:
    asked = await asking.asked(site.database, is_draft=True, is_listed=False)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    await site.get(f"/poll/{asked.key}")
    await site.vote(4, key=asked.key)

    done = await site.post(f"/poll/{asked.key}/withdraw")
    stranger = Site(site.client)
    stranger.forget()

    assert done.status == 303
    assert await site.votes(asked.key) == [0, 0]
    assert (await stranger.post(f"/poll/{asked.key}/withdraw")).status == 409


async def test_nothing_of_a_question_that_is_not_there_is_taken_back(site: Site) -> None:
    for path in ("withdraw", "withdrawn", f"mine/{'A' * 22}/withdraw"):
        assert (await site.get(f"/poll/99/{path}")).status == 404
    for path in ("withdraw", f"mine/{'A' * 22}/withdraw"):
        assert (await site.post(f"/poll/99/{path}")).status == 404
