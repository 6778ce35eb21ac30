from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, delete

from polls.db.schema import choice
from polls.domain.questions.rules import Visibility
from polls.services.questions import samples
from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Site

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)
ADDRESSES = ("/poll/{}", "/poll/{}/results")


async def test_index_says_when_there_are_no_questions(empty_site: Site) -> None:
    answer = await empty_site.get("/")

    assert answer.status == 200
    assert answer.page.headings == ["Questions", "No questions are listed here"]


async def test_index_lists_the_questions_newest_first(empty_site: Site) -> None:
    await samples.insert(empty_site.database)

    page = (await empty_site.get("/")).page

    assert page.title == "Questions · Polls"
    assert page.headings == ["Questions", *(sample.text for sample in samples.SAMPLES)]
    assert page.links["What's new?"] == "/poll/1"


@pytest.mark.parametrize(("votes", "words"), [(0, "0 votes"), (1, "1 vote"), (2, "2 votes")])
async def test_index_counts_in_plain_words(site: Site, votes: int, words: str) -> None:
    for _ in range(votes):
        site.forget()
        await site.vote(1)

    page = (await site.get("/")).page

    assert f"Tea or coffee? Open {words} 2 choices" in page.words


async def test_index_leads_to_the_result_of_a_closed_question(site: Site) -> None:
    await asking.close(site.database, "1")

    page = (await site.get("/")).page

    assert page.links["Tea or coffee?"] == "/poll/1/results"
    assert "Tea or coffee? Closed" in page.words


async def test_index_leaves_out_what_may_not_be_seen(site: Site) -> None:
    await site.ask("Later?", ["Yes", "No"], pub_date=datetime.now(UTC) + HOUR)
    await site.ask("Secret?", ["Yes", "No"], is_listed=False)
    empty = await site.ask("Empty?", ["Yes", "No"])
    of_empty = choice.c.question_id == int(empty)
    await site.database.write(Connection.execute, delete(choice).where(of_empty))

    page = (await site.get("/")).page

    assert page.headings == ["Questions", "Tea or coffee?"]


async def test_index_has_pages_of_ten(empty_site: Site) -> None:
    now = datetime.now(UTC)
    for number in range(21):
        await empty_site.ask(f"Q{number}", ["Yes", "No"], pub_date=now - number * HOUR)

    pages = [(await empty_site.get(path)).page for path in ("/", "/?page=2", "/?page=3")]

    assert [len(page.headings) - 1 for page in pages] == [10, 10, 1]
    assert pages[0].links["Older questions"] == "/?page=2"
    assert "Newer questions" not in pages[0].links
    assert pages[1].links["Newer questions"] == "/?page=1"
    assert pages[1].links["Older questions"] == "/?page=3"
    assert pages[1].title == "Questions \N{EN DASH} page 2 · Polls"
    assert pages[2].links["Newer questions"] == "/?page=2"
    assert "Older questions" not in pages[2].links
    assert pages[2].headings == ["Questions", "Q20"]


async def test_index_of_one_page_shows_no_pages(site: Site) -> None:
    page = (await site.get("/?page=1")).page

    assert set(page.links) == {
        "Skip to the content",
        "Polls",
        "Ask a question",
        "Join with a code",
        "My questions",
        "Tea or coffee?",
    }


async def test_index_has_no_such_page(site: Site) -> None:
    numbers = ("2", "0", "-1", "", "two", "1.5", "%D9%A1", "1%00", "1000000", "1000001", "9" * 19)

    answers = {number: await site.get(f"/?page={number}") for number in numbers}

    assert {answer.status for answer in answers.values()} == {404}
    assert all("There is no such page" in answer.page.words for answer in answers.values())


async def test_index_has_no_page_of_an_enormous_number(site: Site) -> None:
    numbers = ("9" * 5_000, "0" * 5_000 + "9", "00000001" + "9" * 19, "00000001" + "9" * 5_000)

    statuses = {number: (await site.get(f"/?page={number}")).status for number in numbers}

    assert statuses == dict.fromkeys(numbers, 404)


async def test_index_ignores_other_parameters(site: Site) -> None:
    answer = await site.get("/?utm_source=mail&page=1&page=7")

    assert answer.status == 200


async def test_poll_shows_the_ballot(site: Site) -> None:
    answer = await site.get("/poll/1")

    page = answer.page
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.title == "Tea or coffee? · Polls"
    assert page.headings == ["Tea or coffee?"]
    assert page.action == "/poll/1/vote"
    assert page.choices == {"Tea": "1", "Coffee": "2"}
    assert page.marked == []
    assert page.button == "Vote"
    assert page.links["See the results"] == "/poll/1/results"


async def test_poll_shows_the_choices_in_their_order(empty_site: Site) -> None:
    key = await empty_site.ask("Which?", ["Zebra", "Ant", "Mole"])

    page = (await empty_site.get(f"/poll/{key}")).page

    assert list(page.choices) == ["Zebra", "Ant", "Mole"]


async def test_poll_marks_the_ballot_of_a_returning_voter(site: Site) -> None:
    await site.vote(2)

    page = (await site.get("/poll/1")).page

    assert page.marked == ["Coffee"]
    assert page.button == "Change my vote"
    assert page.notice.startswith("You have voted. Your recorded vote is selected below.")
    assert page.links["My vote and private link"] == "/poll/1/mine"


async def test_poll_does_not_show_one_voters_ballot_to_another(site: Site) -> None:
    await site.get("/poll/1")
    await site.vote(2)
    await site.get("/poll/1")

    site.forget()
    page = (await site.get("/poll/1")).page

    assert page.marked == []


@pytest.mark.parametrize(
    ("rules", "consequences"),
    [
        (
            {},
            (
                "Your vote is anonymous. You can change your vote as long as voting is open. "
                "Everyone can see the results while voting is open."
            ),
        ),
        ({"may_change": False}, "Your vote is anonymous. You cannot change your vote afterwards."),
        (
            {
                "close_date": datetime(2126, 6, 5, 16, tzinfo=UTC),
                "zone": "Europe/Paris",
                "visibility": Visibility.VOTED,
            },
            (
                "Your vote is anonymous. You can change your vote as long as voting is open. "
                "Results appear once you have voted."
            ),
        ),
    ],
)
async def test_poll_promises_what_the_rules_are(
    empty_site: Site,
    rules: dict[str, object],
    consequences: str,
) -> None:
    key = await empty_site.ask("Tea or coffee?", ["Tea", "Coffee"], **rules)

    words = (await empty_site.get(f"/poll/{key}")).page.words

    assert consequences in words


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("may_change", [True, False])
async def test_poll_says_how_many_have_voted_and_until_when(
    empty_site: Site,
    visibility: Visibility,
    *,
    may_change: bool,
) -> None:
    end = datetime(2126, 6, 5, 16, tzinfo=UTC)
    rules = {"visibility": visibility, "may_change": may_change}
    key = await empty_site.ask(
        "Tea or coffee?", ["Tea", "Coffee"], close_date=end, zone="Europe/Paris", **rules
    )
    until = "Open until 5 June 2126, 18:00 Europe/Paris"

    before = (await empty_site.get(f"/poll/{key}")).page.words
    await empty_site.vote(1)
    after = (await empty_site.get(f"/poll/{key}")).page.words
    empty_site.forget()
    to_another = (await empty_site.get(f"/poll/{key}")).page.words

    assert f"Tea or coffee? 0 votes {until}" in before
    assert f"Tea or coffee? 1 vote {until}" in after
    assert f"Tea or coffee? 1 vote {until}" in to_another


async def test_poll_tells_a_voter_that_a_final_vote_stands(empty_site: Site) -> None:
    key = await empty_site.ask("For good?", ["Yes", "No"], may_change=False)
    await empty_site.vote(1, key=key)

    page = (await empty_site.get(f"/poll/{key}")).page

    assert page.notice == "You have voted. Votes on this question cannot be changed."
    assert "Yes (your vote) No" in page.words
    assert page.action == ""


async def test_poll_that_is_closed_has_no_form(site: Site) -> None:
    await asking.close(site.database, "1")

    page = (await site.get("/poll/1")).page

    assert page.notice.startswith("Voting on this question has ended. It ended on ")
    assert (page.action, page.choices) == ("", {})
    assert page.links["See the result"] == "/poll/1/results"
    assert "Tea Coffee" in page.words


async def test_unknown_questions_are_not_found(site: Site) -> None:
    keys = ("2", "0", "01", "abc", "9" * 20, "9" * 21, "9" * 4_300, "%00", "%F0%9F%8D%B5")
    paths = [address.format(key) for address in ADDRESSES for key in keys]

    statuses = {path: (await site.get(path)).status for path in paths}

    assert statuses == dict.fromkeys(paths, 404)


async def test_unknown_questions_get_a_page_with_a_next_step(site: Site) -> None:
    page = (await site.get("/poll/99")).page

    assert page.headings == ["Page not found"]
    assert page.links["All questions"] == "/"


async def test_questions_to_come_are_not_found(site: Site) -> None:
    key = await site.ask("Later?", ["Yes", "No"], pub_date=datetime.now(UTC) + HOUR)

    blank = [await site.get(address.format(key)) for address in ADDRESSES]
    await site.get("/poll/1")  # with a cookie pages are not taken from memory
    known = [await site.get(address.format(key)) for address in ADDRESSES]

    assert [answer.status for answer in blank + known] == [404] * 4
    assert "Later?" not in "".join(answer.text for answer in blank + known)


async def test_question_to_come_says_when_to_who_knows_its_key(site: Site) -> None:
    begins = datetime(2126, 6, 5, 16, tzinfo=UTC)
    key = await site.ask(
        "Later?", ["Ay", "Nay"], is_listed=False, pub_date=begins, zone="Asia/Tokyo"
    )

    answer = await site.get(f"/poll/{key}")
    results = await site.get(f"/poll/{key}/results")

    assert answer.status == 200
    assert answer.page.headings == ["Later?"]
    assert "Voting begins on 6 June 2126, 01:00 Asia/Tokyo" in answer.page.words
    assert answer.page.action == ""
    assert "Nay" not in answer.text
    assert results.status == 409
    assert results.page.links["Go to the question"] == f"/poll/{key}"


async def test_draft_shows_nothing_of_itself(site: Site) -> None:
    key = await site.ask("Secret?", ["Ay", "Nay"], is_listed=False, is_draft=True)

    answer = await site.get(f"/poll/{key}")

    assert answer.status == 200
    assert answer.page.headings == ["This question is not open yet"]
    assert "Secret?" not in answer.text


async def test_draft_shows_nothing_of_itself_on_other_pages(site: Site) -> None:
    key = await site.ask("Secret?", ["Ay", "Nay"], is_listed=False, is_draft=True)
    paths = ("mine", f"mine/{'A' * 22}", "code", "code/AAAA", "results", "screen", "events")

    answers = [await site.get(f"/poll/{key}/{path}") for path in paths]
    answers.append(await site.post(f"/poll/{key}/code", "code=AAAA"))
    answers.append(await site.post(f"/poll/{key}/mine/{'A' * 22}"))
    answers.append(await site.vote(3, key=key))

    assert [answer.status for answer in answers] == [
        409,
        409,
        200,
        200,
        409,
        409,
        409,
        403,
        409,
        409,
    ]
    assert "Secret?" not in "".join(answer.text for answer in answers)


async def test_draft_that_is_listed_is_not_found(site: Site) -> None:
    key = await site.ask("Secret?", ["Ay", "Nay"], is_draft=True)

    assert (await site.get(f"/poll/{key}")).status == 404


async def test_draft_is_a_ballot_to_try_out_for_its_organiser(site: Site) -> None:
    for is_listed in (True, False):
        asked = await asking.asked(site.database, is_draft=True, is_listed=is_listed)
        await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

        page = (await site.get(f"/poll/{asked.key}")).page

        assert page.notice.startswith("This is a try-out.")
        assert list(page.choices) == ["Tea", "Coffee"]


async def test_questions_without_choices_are_not_found(site: Site) -> None:
    await site.database.write(Connection.execute, delete(choice))

    assert [(await site.get(each.format("1"))).status for each in ADDRESSES] == [404] * 2


async def test_texts_are_escaped_everywhere(empty_site: Site) -> None:
    question, evil = "<script>alert('Q')</script> & \"co\"", "<img src=x onerror=alert(1)>"
    key = await empty_site.ask(question, [evil, "</title><b>bold</b>"])
    first = (await empty_site.question(key)).choices[0].id

    answers = [
        await empty_site.get("/"),
        await empty_site.get(f"/poll/{key}"),
        await empty_site.vote(key=key),
        await empty_site.get(f"/poll/{key}/results"),
        await empty_site.get(f"/poll/{key}/screen"),
    ]
    await empty_site.vote(first, key=key)
    answers.append(await empty_site.get(f"/poll/{key}/results"))

    for answer in answers:
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text
        assert "</title><b>" not in answer.text
        assert question in answer.page.headings
    assert list(answers[1].page.choices) == [evil, "</title><b>bold</b>"]
    assert answers[5].page.notice == f"Your vote is recorded: {evil}"


async def test_pages_answer_head_requests(site: Site) -> None:
    for path in ("/", "/poll/1", "/poll/1/results"):
        answer = await site.request("HEAD", path)

        assert (answer.status, answer.text) == (200, "")
