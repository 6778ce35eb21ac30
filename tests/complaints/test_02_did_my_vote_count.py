"""“Did my vote count?”, as users of other programs ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.rules import Visibility, Voters
from tests.views.site import Site

if TYPE_CHECKING:
    from tests.conftest import Client
    from tests.views.site import Answer


@pytest.fixture
async def site(client: Client) -> Site:
    """The application with one question, “Tea or coffee?”, under /poll/1."""
    site = Site(client)
    await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    return site


async def vote(site: Site, key: str, text: str) -> Answer:
    """Vote as somebody who sees the ballot, marks a line and presses the one button."""
    ballot = (await site.get(f"/poll/{key}")).page
    answer = await site.post(ballot.action, f"choice={ballot.choices[text]}&name=Bob")
    return await site.get(answer.location)


async def test_i_pressed_the_button_and_do_not_know_whether_it_counted(site: Site) -> None:
    answer = await vote(site, "1", "Coffee")

    assert answer.status == 200
    assert answer.page.notice == "Your vote is recorded: Coffee"
    assert 'role="status"' in answer.text
    assert answer.page.rows == [["Tea", "0", "0 %"], ["Coffee Your vote", "1", "100 %"]]


async def test_i_reloaded_and_it_was_gone(site: Site) -> None:
    await vote(site, "1", "Coffee")

    for _ in range(3):
        answer = await site.get("/poll/1/results")
        assert answer.page.notice == "Your vote is recorded: Coffee"
    assert await site.votes() == [0, 1]


@pytest.mark.parametrize("voters", [Voters.ANYONE, Voters.BROWSER, Voters.NAMED])
@pytest.mark.parametrize("visibility", Visibility)
async def test_i_do_not_see_the_result_so_i_do_not_know(
    site: Site,
    voters: Voters,
    visibility: Visibility,
) -> None:
    key = await site.ask("Tea?", ["Yes", "No"], voters=voters, visibility=visibility)

    answer = await vote(site, key, "No")

    assert answer.page.notice.startswith("Your vote is recorded: No")
    assert "1 vote" in answer.page.words
    if visibility in {Visibility.CLOSED, Visibility.ORGANISER}:
        assert "The result appears when" in answer.page.answer


async def test_i_forgot_to_mark_something_and_it_took_that_for_a_no(site: Site) -> None:
    ballot = (await site.get("/poll/1")).page

    answer = await site.post(ballot.action)

    assert ballot.marked == []
    assert answer.status == 422
    assert answer.page.problem == "You didn't select a choice. Select one, then vote."
    assert await site.votes() == [0, 0]


async def test_there_were_so_many_buttons_that_i_pressed_the_wrong_one(site: Site) -> None:
    text = (await site.get("/poll/1")).text

    assert text.count("<form") == 1
    assert text.count("<button") == 1


async def test_i_pressed_it_again_to_be_sure(site: Site) -> None:
    for _ in range(3):
        answer = await vote(site, "1", "Tea")

        assert answer.page.notice == "Your vote is recorded: Tea"
    assert await site.votes() == [1, 0]


async def test_it_said_recorded_and_it_was_not(site: Site) -> None:
    """Every page that says so says what a recount finds."""
    for text in ("Tea", "Coffee", "Coffee"):
        site.forget()
        await vote(site, "1", text)

        mine = (await site.get("/poll/1/mine")).page
        assert mine.notice == f"Your vote is recorded: {text}"

    assert await site.votes() == [1, 2]
