"""“I want to change my vote”, “I lost my link”, as users of other programs say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from tests.conftest import Client


@pytest.fixture
async def site(client: Client) -> Site:
    """The application with one question, “Tea or coffee?”, under /poll/1."""
    site = Site(client)
    await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    return site


async def test_i_want_to_change_my_vote(site: Site) -> None:
    await site.vote(1)

    results = (await site.get("/poll/1/results")).page
    ballot = (await site.get(results.links["Change my vote"])).page
    await site.post(ballot.action, f"choice={ballot.choices['Coffee']}")

    assert ballot.marked == ["Tea"]
    assert (await site.get("/poll/1/results")).page.notice == "Your vote is recorded: Coffee"
    assert await site.votes() == [0, 1]


async def test_i_come_back_and_it_does_not_know_me(site: Site) -> None:
    await site.vote(1)

    page = (await site.get("/poll/1")).page

    assert page.notice.startswith("You have voted.")
    assert page.marked == ["Tea"]
    assert page.button == "Change my vote"


async def test_i_voted_on_my_phone_and_want_to_change_it_at_my_desk(site: Site) -> None:
    await site.vote(1)
    results = (await site.get("/poll/1/results")).page
    mine = await site.get(results.links["Keep a private link to this vote"])
    (link,) = re.findall(r"private-link\">(.+?)</p>", mine.text)
    link = URL(re.sub("<.+?>", "", link)).path
    site.forget()

    desk = (await site.get(link)).page
    await site.post(desk.action)
    await site.vote(2)

    assert await site.votes() == [0, 1]


async def test_i_lost_the_link_that_i_was_given(site: Site) -> None:
    await site.vote(1)
    site.forget()

    for path in (f"/poll/1/mine/{'A' * 22}", "/poll/1/mine"):
        answer = await site.get(path)

        assert answer.status == 404
        assert answer.page.links["Go to the question"] == "/poll/1"
        assert "browser" in answer.page.words  # where it can be found again


async def test_until_when_can_i_change_it(site: Site) -> None:
    end = datetime(2126, 6, 5, 16, tzinfo=UTC)
    key = await site.ask("Tea?", ["Yes", "No"], close_date=end, zone="Europe/Paris")

    words = (await site.get(f"/poll/{key}")).page.words

    assert "Open until 5 June 2126, 18:00 Europe/Paris" in words
    assert "You can change your vote as long as voting is open." in words


async def test_i_changed_it_and_both_were_counted(site: Site) -> None:
    for mark in (1, 2, 1, 2, 2):
        await site.vote(mark)

    assert await site.votes() == [0, 1]


async def test_they_changed_their_vote_when_they_saw_the_result(site: Site) -> None:
    key = await site.ask("For good?", ["Yes", "No"], may_change=False)
    yes, no = [choice.id for choice in (await site.question(key)).choices]

    words = (await site.get(f"/poll/{key}")).page.words
    await site.vote(yes, key=key)
    answer = await site.vote(no, key=key)

    assert "You cannot change your vote afterwards." in words
    assert answer.status == 409
    assert answer.page.headings == ["You have already voted"]
    assert answer.page.links["See my vote"] == f"/poll/{key}/mine"
    assert await site.votes(key) == [1, 0]


async def test_i_wanted_to_change_it_and_it_was_too_late(site: Site) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    key = await site.ask("Tea?", ["Yes", "No"], close_date=end)
    yes, no = [choice.id for choice in (await site.question(key)).choices]
    await site.vote(yes, key=key)
    await asking.close(site.database, key)

    answer = await site.vote(no, key=key)
    page = (await site.get(f"/poll/{key}")).page

    assert answer.status == 409
    assert "If you voted before the end, your vote counts." in answer.page.words
    assert "Yes (your vote)" in page.words
    assert await site.votes(key) == [1, 0]
