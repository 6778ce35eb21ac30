from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from polls.ballotbox import Writer
from polls.domain.ballots.ballots import Ballot
from polls.services.running import databases
from polls.typedefs import PAGES
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.views.site import Site


async def voted(site: Site, *votes: int, is_closed: bool = False) -> None:
    """Give each choice this number of votes, each from a browser of its own."""
    for choice, number in enumerate(votes, start=1):
        for _ in range(number):
            site.forget()
            assert (await site.vote(choice)).status == 303
    site.forget()
    if is_closed:
        await asking.close(site.database, "1")


async def test_results_show_the_numbers(site: Site) -> None:
    await voted(site, 2, 1)

    answer = await site.get("/poll/1/results")

    page = answer.page
    assert answer.status == 200
    assert page.title == "Results: Tea or coffee? · Polls"
    assert page.headings == ["Tea or coffee?", "Result so far", "Share this result"]
    assert page.answer == "Tea leads with 2 of 3 votes."
    assert page.rows == [["Tea", "2", "67 %"], ["Coffee", "1", "33 %"]]
    assert page.links["Vote on this question"] == "/poll/1"
    assert page.links["Big screen"] == "/poll/1/screen"
    assert 'data-live="/poll/1/events"' in answer.text


@pytest.mark.parametrize(
    ("votes", "is_closed", "answer"),
    [
        ((0, 0), False, "No votes yet."),
        ((0, 0), True, "Nobody voted."),
        ((1, 0), False, "Tea leads with 1 of 1 vote."),
        ((1, 2), False, "Coffee leads with 2 of 3 votes."),
        ((1, 2), True, "Coffee won with 2 of 3 votes."),
        ((1, 1), False, "Tea and Coffee are tied: 1 of 2 votes each."),
        ((2, 2), False, "Tea and Coffee are tied: 2 of 4 votes each."),
    ],
)
async def test_results_are_a_sentence_first(
    site: Site,
    votes: tuple[int, ...],
    is_closed: bool,
    answer: str,
) -> None:
    await voted(site, *votes, is_closed=is_closed)

    assert (await site.get("/poll/1/results")).page.answer == answer


async def test_results_begin_with_the_lot_that_decided(site: Site) -> None:
    await voted(site, 1, 1, is_closed=True)

    assert (await site.get("/poll/1/results")).page.answer in {
        f"Tea and Coffee tied with 1 of 2 votes each; {winner} won by drawing lots."
        for winner in ("Tea", "Coffee")
    }


async def test_results_of_a_question_without_a_seed_end_in_a_tie(site: Site) -> None:
    await voted(site, 1, 1, is_closed=True)
    await ledgers.change(site.database, "1", lot_seed=None)

    answer = (await site.get("/poll/1/results")).page.answer

    assert answer == "A tie: Tea and Coffee have 1 of 2 votes each."


async def test_results_list_three_leaders_as_a_sentence_does(empty_site: Site) -> None:
    await empty_site.ask("Which?", ["Red", "Green", "Blue"])
    await voted(empty_site, 1, 1, 1)

    answer = (await empty_site.get("/poll/1/results")).page.answer

    assert answer == "Red, Green and Blue are tied: 1 of 3 votes each."


async def test_results_tell_a_voter_what_is_recorded(site: Site) -> None:
    await site.vote(2)

    page = (await site.get("/poll/1/results")).page

    assert page.notice == "Your vote is recorded: Coffee"
    assert page.links["Change my vote"] == "/poll/1"
    assert "Vote on this question" not in page.links


async def test_results_mark_what_the_voter_chose(site: Site) -> None:
    await site.vote(2)
    await asking.close(site.database, "1")
    await site.hear()

    page = (await site.get("/poll/1/results")).page
    site.forget()
    others = (await site.get("/poll/1/results")).page

    assert page.rows == [["Coffee Your vote", "1", "100 %"], ["Tea", "0", "0 %"]]
    assert others.rows == [["Coffee", "1", "100 %"], ["Tea", "0", "0 %"]]


async def test_results_are_sorted_when_voting_has_ended(site: Site) -> None:
    await voted(site, 1, 2)
    before = (await site.get("/poll/1/results")).page
    await asking.close(site.database, "1")
    await site.hear()

    after = (await site.get("/poll/1/results")).page
    by_ballot = (await site.get(after.links["Sort as on the ballot"].partition("#")[0])).page

    assert [row[0] for row in before.rows] == ["Tea", "Coffee"]
    assert "Sort as on the ballot" not in before.links
    assert [row[0] for row in after.rows] == ["Coffee", "Tea"]
    assert [row[0] for row in by_ballot.rows] == ["Tea", "Coffee"]
    assert by_ballot.links["Sort by result"] == "/poll/1/results#tally-heading"


async def test_results_have_no_other_order_where_both_are_the_same(site: Site) -> None:
    await voted(site, 2, 1, is_closed=True)

    assert "Sort as on the ballot" not in (await site.get("/poll/1/results")).page.links


async def test_results_are_kept_in_two_orders_only(site: Site) -> None:
    site.client.app[PAGES].lifetime = 60
    await voted(site, 1, 2, is_closed=True)
    await site.hear()
    rendered = site.client.app[PAGES].misses

    for query in ("", "?order=ballot", "?order=votes", "?order=", "?order=ballot&x=1", "?y=2"):
        assert (await site.get(f"/poll/1/results{query}")).status == 200

    assert site.client.app[PAGES].misses == rendered + 2


async def test_results_tell_others_nothing_about_a_voter(site: Site) -> None:
    await site.vote(2)
    await site.get("/poll/1/results")

    site.forget()
    page = (await site.get("/poll/1/results")).page

    assert page.notice == ""
    assert page.links["Vote on this question"] == "/poll/1"


async def test_results_offer_no_change_of_a_final_vote(empty_site: Site) -> None:
    await empty_site.ask("For good?", ["Yes", "No"], may_change=False)
    await empty_site.vote(1)

    page = (await empty_site.get("/poll/1/results")).page

    assert page.notice == "Your vote is recorded: Yes"
    assert "/poll/1" not in page.links.values()


async def test_results_of_a_closed_question_offer_no_vote(site: Site) -> None:
    await site.vote(1)
    await asking.close(site.database, "1")

    page = (await site.get("/poll/1/results")).page

    assert page.headings == ["Tea or coffee?", "Result", "Share this result"]
    assert page.notice == "Your vote is recorded: Tea"
    assert "/poll/1" not in page.links.values()


async def test_results_say_until_when_votes_are_taken(empty_site: Site) -> None:
    end = datetime(2126, 6, 5, 18, tzinfo=UTC)
    await empty_site.ask("Tea or coffee?", ["Tea", "Coffee"], close_date=end)

    words = (await empty_site.get("/poll/1/results")).page.words

    assert "0 votes Open until 5 June 2126, 18:00 UTC" in words


async def test_results_are_the_same_page_for_all_who_chose_the_same(
    site: Site,
) -> None:
    site.client.app[PAGES].lifetime = 60
    voters = {"B" * 22: 1, "C" * 22: 2, "D" * 22: 1}
    for token, mark in voters.items():
        await site.vote(mark, Cookie=f"voter={token}")
    rendered = site.client.app[PAGES].misses

    answers = [await site.get("/poll/1/results", Cookie=f"voter={token}") for token in voters]

    assert [answer.page.notice for answer in answers] == [
        "Your vote is recorded: Tea",
        "Your vote is recorded: Coffee",
        "Your vote is recorded: Tea",
    ]
    assert site.client.app[PAGES].misses == rendered + 2


async def test_results_that_a_voter_has_are_not_sent_again(site: Site) -> None:
    await site.vote(1)
    tag = (await site.get("/poll/1/results")).headers["ETag"]

    again = await site.get("/poll/1/results", **{"If-None-Match": tag})

    assert (again.status, again.text) == (304, "")


async def test_results_count_what_another_process_recorded_for_the_voter(
    site: Site,
    settings: Settings,
) -> None:
    site.client.app[PAGES].lifetime = 60
    for task in asyncio.all_tasks():
        if task.get_name() == "listener":
            task.cancel()
    bob, charlie = "B" * 22, "C" * 22
    await site.vote(1, Cookie=f"voter={charlie}")
    before = await site.get("/poll/1/results", Cookie=f"voter={charlie}")
    async with databases.opened(settings) as elsewhere:
        await Writer(elsewhere, lambda _change: None).write([Ballot("1", (1,), f"browser:{bob}")])

    after = await site.get("/poll/1/results", Cookie=f"voter={bob}")

    assert " 1 vote " in before.page.words
    assert " 2 votes " in after.page.words
