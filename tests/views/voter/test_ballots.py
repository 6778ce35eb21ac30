from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, delete

from polls.db.schema import choice
from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Site

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)
NOTHING_MARKED = "You didn't select a choice. Select one, then vote."
RECORDED = "/poll/1/results#recorded"
UNKNOWN = "That choice is not on this ballot. Select one of the choices shown, then vote."


async def test_vote_leads_to_the_results(site: Site) -> None:
    await site.get("/poll/1")

    answer = await site.vote(2)

    assert (answer.status, answer.location) == (303, RECORDED)
    assert await site.votes() == [0, 1]


async def test_vote_by_the_form_on_the_page(site: Site) -> None:
    ballot = (await site.get("/poll/1")).page

    answer = await site.post(ballot.action, f"choice={ballot.choices['Coffee']}")
    results = (await site.get(answer.location)).page

    assert results.notice == "Your vote is recorded: Coffee"
    assert results.rows == [["Tea", "0", "0 %"], ["Coffee Your vote", "1", "100 %"]]


async def test_vote_shows_at_once_on_every_page(site: Site) -> None:
    for path in ("/", "/poll/1/results"):
        await site.get(path)  # kept from before the vote

    await site.vote(1)
    site.forget()

    assert "1 vote " in (await site.get("/")).page.words
    answer = (await site.get("/poll/1/results")).page.answer
    assert answer == "Tea leads with 1 of 1 vote."


async def test_vote_again_with_the_same_choice_counts_once(site: Site) -> None:
    await site.get("/poll/1")

    answers = [await site.vote(1) for _ in range(3)]

    assert [(answer.status, answer.location) for answer in answers] == [
        (303, RECORDED),
    ] * 3
    assert await site.votes() == [1, 0]
    assert (await site.question()).ballot_count == 1


async def test_vote_again_with_another_choice_changes_the_vote(site: Site) -> None:
    await site.vote(1)

    answer = await site.vote(2)

    assert answer.status == 303
    assert await site.votes() == [0, 1]
    notice = (await site.get("/poll/1/results")).page.notice
    assert notice == "Your vote is recorded: Coffee"


async def test_vote_again_is_refused_where_votes_are_final(empty_site: Site) -> None:
    key = await empty_site.ask("For good?", ["Yes", "No"], may_change=False)
    await empty_site.vote(1, key=key)

    answer = await empty_site.vote(2, key=key)

    assert answer.status == 409
    assert "votes on this question cannot be changed" in answer.page.words
    assert "Your first vote still counts." in answer.page.words
    assert await empty_site.votes(key) == [1, 0]


async def test_vote_again_the_same_is_fine_where_votes_are_final(empty_site: Site) -> None:
    key = await empty_site.ask("For good?", ["Yes", "No"], may_change=False)
    await empty_site.vote(1, key=key)

    assert (await empty_site.vote(1, key=key)).status == 303
    assert await empty_site.votes(key) == [1, 0]


async def test_vote_of_two_browsers_counts_twice(site: Site) -> None:
    for _ in ("Bob", "Charlie"):
        site.forget()
        await site.get("/poll/1")
        await site.vote(1)

    assert await site.votes() == [2, 0]


async def test_vote_without_a_cookie_gets_one_for_the_next_time(site: Site) -> None:
    first = await site.vote(1)
    second = await site.vote(2)

    assert first.given == ["v.1", "voter"]
    assert second.given == ["v.1"]
    assert await site.votes() == [0, 1]


async def test_vote_without_a_choice_shows_the_form_again(site: Site) -> None:
    answer = await site.vote()

    assert answer.status == 422
    assert answer.page.problem == NOTHING_MARKED
    assert answer.page.title == "Error: Tea or coffee? · Polls"
    assert answer.page.action == "/poll/1/vote"
    assert answer.page.choices == {"Tea": "1", "Coffee": "2"}
    assert answer.page.marked == []
    assert await site.votes() == [0, 0]


async def test_vote_without_choice_and_name_tells_both(empty_site: Site) -> None:
    dates = ("2126-12-24", "2126-12-25")
    key = await asking.ask(
        empty_site.database, "When?", dates, method="availability", voters="named"
    )

    told = await empty_site.post(f"/poll/{key}/vote", "name=+")
    only_choice = await empty_site.post(f"/poll/{key}/vote", "name=Bob")

    assert re.findall(r'<a href="#(field-\w+)">', told.text) == ["field-choice", "field-name"]
    assert re.findall(r'<a href="#(field-\w+)">', only_choice.text) == ["field-choice"]


async def test_vote_without_a_choice_is_an_empty_one_too(site: Site) -> None:
    bodies = ("", "choice=", "choice", "other=1", "choice=&choice=", "&&&")

    problems = {body: (await site.post("/poll/1/vote", body)).page.problem for body in bodies}

    assert problems == dict.fromkeys(bodies, NOTHING_MARKED)
    assert await site.votes() == [0, 0]


async def test_vote_without_a_choice_keeps_what_is_on_record(site: Site) -> None:
    await site.vote(2)

    answer = await site.vote()

    assert answer.status == 422
    assert answer.page.problem == NOTHING_MARKED
    assert await site.votes() == [0, 1]


async def test_vote_for_two_choices_shows_the_form_again(site: Site) -> None:
    answer = await site.vote(1, 2)

    assert answer.status == 422
    assert answer.page.problem == "Select one choice only, then vote."
    assert await site.votes() == [0, 0]


async def test_vote_for_two_choices_loses_nothing_of_the_input(site: Site) -> None:
    answer = await site.vote(2, 99)

    assert answer.status == 422
    assert answer.page.marked == ["Coffee"]


async def test_vote_for_one_choice_twice_is_a_vote_for_it(site: Site) -> None:
    answer = await site.vote(2, 2)

    assert answer.status == 303
    assert await site.votes() == [0, 1]


async def test_vote_for_a_choice_of_another_question_counts_nothing(site: Site) -> None:
    other = await site.ask("Milk?", ["Yes", "No"])

    answer = await site.vote(3)

    assert answer.status == 422
    assert answer.page.problem == UNKNOWN
    assert answer.page.headings == ["Your vote is not recorded yet", "Tea or coffee?"]
    assert await site.votes() == [0, 0]
    assert await site.votes(other) == [0, 0]


async def test_vote_for_an_unknown_choice_counts_nothing(site: Site) -> None:
    marks = ("99", "0", "9" * 19, "9" * 20, "9" * 4_300, "9" * 8_000)

    answers = {mark: await site.vote(mark) for mark in marks}

    assert {mark: answer.status for mark, answer in answers.items()} == dict.fromkeys(marks, 422)
    assert {answer.page.problem for answer in answers.values()} == {UNKNOWN}
    assert await site.votes() == [0, 0]


async def test_vote_for_what_is_no_number_counts_nothing(site: Site) -> None:
    marks = ("tea", "-1", "1.0", "1e0", "%D9%A1", "%EF%BC%91", "%00", "1%00", "1+", "t" * 8_000)

    answers = {mark: await site.vote(mark) for mark in marks}

    assert {mark: answer.status for mark, answer in answers.items()} == dict.fromkeys(marks, 400)
    assert "Give each choice by its number" in answers["tea"].page.words
    assert await site.votes() == [0, 0]


async def test_vote_on_a_closed_question_is_refused(site: Site) -> None:
    await site.vote(1)
    await asking.close(site.database, "1")
    site.forget()

    answer = await site.vote(2)

    assert answer.status == 409
    assert "Voting on this question has ended, so this vote was not counted." in answer.page.words
    assert await site.votes() == [1, 0]


async def test_vote_on_a_closed_question_is_late_whatever_it_says(site: Site) -> None:
    await asking.close(site.database, "1")
    ballots: tuple[tuple[str, ...], ...] = ((), ("1", "2"), ("99",), ("9" * 30,))

    statuses = {marks: (await site.vote(*marks)).status for marks in ballots}

    assert statuses == dict.fromkeys(ballots, 409)


async def test_vote_retried_after_the_end_is_told_that_it_counted(site: Site) -> None:
    await site.vote(1)
    await asking.close(site.database, "1")

    answer = await site.vote(1)

    assert (answer.status, answer.location) == (303, RECORDED)
    assert await site.votes() == [1, 0]


async def test_vote_on_an_unknown_question_is_not_found(site: Site) -> None:
    keys = ("2", "99", "0", "01", "abc", "%00", "9" * 20, "9" * 21, "9" * 4_300)

    statuses = {key: (await site.vote(1, key=key)).status for key in keys}

    assert statuses == dict.fromkeys(keys, 404)
    assert await site.votes() == [0, 0]


async def test_vote_on_a_question_whose_time_has_not_come_is_not_found(site: Site) -> None:
    key = await site.ask("Later?", ["Yes", "No"], pub_date=datetime.now(UTC) + HOUR)

    assert (await site.vote(3, key=key)).status == 404
    assert await site.votes(key) == [0, 0]


async def test_vote_that_comes_early_is_told_when_to_come(site: Site) -> None:
    to_come = datetime.now(UTC) + HOUR
    key = await site.ask("Later?", ["Yes", "No"], pub_date=to_come, is_listed=False)

    answer = await site.vote(3, key=key)

    assert answer.status == 409
    assert answer.page.headings == ["Voting has not begun"]
    assert answer.page.links["Go to the question"] == f"/poll/{key}"
    assert await site.votes(key) == [0, 0]


async def test_vote_on_a_question_without_choices_is_not_found(site: Site) -> None:
    await site.database.write(Connection.execute, delete(choice))

    assert (await site.vote(1)).status == 404


async def test_vote_on_an_unlisted_question_works(site: Site) -> None:
    key = await site.ask("Who knows?", ["I", "You"], is_listed=False)

    await site.get(f"/poll/{key}")

    answer = await site.vote(4, key=key)

    assert (answer.status, answer.location) == (303, f"/poll/{key}/results#recorded")
    assert await site.votes(key) == [0, 1]


async def test_vote_by_another_method_is_refused(site: Site) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = await site.request(method, "/poll/1/vote")

        assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_vote_of_a_program_that_wants_json_is_told_so_in_json(site: Site) -> None:
    answer = await site.vote(Accept="application/json")

    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
