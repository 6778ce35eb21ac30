"""“We saw the result before voting had ended”, as users of other programs say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility
from polls.services.questions import lifecycle
from tests import asking, ledgers
from tests.streams import Events
from tests.views.site import Site

if TYPE_CHECKING:
    from tests.conftest import Client

VOTES = [(1,), (1,), (2,)]
TOLD_TO_WAIT = "The result appears when the organiser ends voting."


@pytest.fixture
def site(client: Client) -> Site:
    return Site(client)


async def answers(site: Site, key: str) -> list[str]:
    """Return the sentence of the page, of the big screen, and of the stream of events."""
    page = (await site.get(f"/poll/{key}/results")).page.answer
    screen = (await site.get(f"/poll/{key}/screen?numbers=1")).page.answer
    async with site.client.get(f"/poll/{key}/events") as response:
        stream = (await Events(response.content).tally()).page.answer
    return [page, screen, stream]


async def test_everybody_could_see_the_result_before_the_end(site: Site) -> None:
    key = await asking.ask(site.database, visibility=Visibility.CLOSED)
    await ledgers.append(site.database, key, *VOTES)

    before = await answers(site, key)
    await asking.close(site.database, key)
    await site.hear(key)
    after = await answers(site, key)

    assert before == [TOLD_TO_WAIT] * 3
    assert after == ["Tea won with 2 of 3 votes."] * 3


async def test_the_open_page_told_the_numbers_to_who_looked_at_its_traffic(site: Site) -> None:
    key = await asking.ask(site.database, visibility=Visibility.CLOSED)
    async with site.client.get(f"/poll/{key}/events") as response:
        events = Events(response.content)
        await events.tally()

        await ledgers.append(site.database, key, *VOTES)
        counted = await events.tally()
        await asking.close(site.database, key)
        shown = await events.tally_that("Tea won with 2 of 3 votes.")

    assert counted.page.words == f"Result {TOLD_TO_WAIT} 3 votes Open"
    assert shown.page.rows == [["Tea", "2", "67 %"], ["Coffee", "1", "33 %"]]


async def test_the_result_came_a_moment_before_the_deadline(site: Site) -> None:
    end = datetime.now(UTC) + timedelta(seconds=1.5)
    key = await asking.ask(site.database, visibility=Visibility.CLOSED, close_date=end)
    await ledgers.append(site.database, key, *VOTES)

    async with site.client.get(f"/poll/{key}/events") as response:
        events = Events(response.content)
        first = await events.tally()
        second = await events.tally()

    assert first.page.answer.startswith("The result appears when voting ends: ")
    assert second.page.answer == "Tea won with 2 of 3 votes."
    assert datetime.now(UTC) >= end


async def test_who_had_not_voted_saw_how_the_others_did(site: Site) -> None:
    key = await asking.ask(site.database, visibility=Visibility.VOTED)
    await ledgers.append(site.database, key, *VOTES)

    before = (await site.get(f"/poll/{key}/results")).page.answer
    await site.vote(1, key=key)
    after = (await site.get(f"/poll/{key}/results")).page.answer

    assert before == "The result appears once you have voted."
    assert after == "Tea leads with 3 of 4 votes."


async def test_they_closed_it_and_peeked_and_opened_it_again(site: Site) -> None:
    key = await asking.ask(site.database, visibility=Visibility.CLOSED)
    await ledgers.append(site.database, key, *VOTES)
    await asking.close(site.database, key)
    await site.hear(key)
    peeked = await answers(site, key)

    await lifecycle.reopen(site.database, key, OPERATOR)
    await site.hear(key)

    assert peeked == ["Tea won with 2 of 3 votes."] * 3
    assert await answers(site, key) == [TOLD_TO_WAIT] * 3
    words = (await site.get(f"/poll/{key}/results")).page.words
    assert "Voting had ended. The organiser reopened it on" in words


@pytest.mark.parametrize("method", ["instant_runoff", "schulze", "star", "approval"])
async def test_the_rounds_told_what_the_result_did_not(site: Site, method: str) -> None:
    key = await asking.ask(
        site.database,
        choices=["Tea", "Coffee", "Juice"],
        method=method,
        max_choices=None,
        visibility=Visibility.CLOSED,
    )
    ballots = [((1, 2), (2, 1))] if method == "star" else [(1, 2), (2, 3)]
    paths = ("results", "screen?numbers=1", "results.json", "results.csv")
    before = [(await site.get(f"/poll/{key}/{path}")).text for path in paths]
    for _ in range(3):
        await ledgers.append(site.database, key, *ballots)
    await ledgers.change(site.database, key, vote_count=0)  # how many voted, all may know
    await site.hear(key)
    after = [(await site.get(f"/poll/{key}/{path}")).text for path in paths]

    assert after == before
