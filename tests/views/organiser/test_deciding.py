"""The decision: made on the organiser's page, told wherever the question is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility
from polls.services.questions import lifecycle
from polls.services.results import recounts
from tests import asking, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

DATES = ("2026-07-03 19:00\u201321:00", "2026-07-04")
IT_IS_ON = "It is on Friday 3 July 2026, 19:00\u2013\u206021:00 (Europe/Berlin)."


async def organise(site: Site, *choices: str, votes: tuple[Any, ...] = (), **values: Any) -> str:
    """Ask a question, end voting, take its organiser's link, and return its key."""
    asked = await asking.asked(site.database, choices=choices, **values)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    await ledgers.append(site.database, asked.key, *votes)
    await asking.close(site.database, asked.key)
    return asked.key


async def decide(
    site: Site, key: str, *places: int, form: str = "decide", stale: int = 0
) -> Answer:
    """Send the form as the organiser's page has it, with the choices at these places."""
    question = (await recounts.of(site.database, key)).question
    chosen = [("decision", question.choices[place].id) for place in places]
    body = urlencode([("revision", question.revision - stale), *chosen])
    return await site.post(f"/poll/{key}/manage/{form}", body)


async def decided(site: Site, key: str) -> list[str]:
    question = (await recounts.of(site.database, key)).question
    return [choice.text for choice in question.decided]


async def test_winner_is_offered_first(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee", votes=((2,),))
    coffee = (await recounts.of(empty_site.database, key)).question.choices[1]

    page = (await empty_site.get(f"/poll/{key}/manage")).page

    assert page.filled["decision"] == str(coffee.id)
    assert "Coffee (won the vote)" in page.words


async def test_nothing_is_offered_first_where_nobody_won(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee")

    page = (await empty_site.get(f"/poll/{key}/manage")).page

    assert page.filled["decision"] == ""
    assert "(won the vote)" not in page.words


async def test_decision_is_the_first_sentence_of_the_result(empty_site: Site) -> None:
    key = await organise(empty_site, *DATES, votes=(((1, 2), (2, 1)),), **asking.DATED)

    sent = await decide(empty_site, key, 0)

    assert (sent.status, sent.location) == (303, f"/poll/{key}/manage")
    for path in ("/manage", "/results", "/screen"):
        page = (await empty_site.get(f"/poll/{key}{path}")).page
        assert page.answer == IT_IS_ON, path
        assert "Friday 3 July 2026, 19:00\u2013\u206021:00 won with" in page.words


async def test_decision_stands_on_every_page_that_shows_the_question(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    framed = sqlite_settings.model_copy(update={"embed_origins": ("https://blog.example.org",)})
    site = Site(await client_for(framed))
    key = await organise(site, *DATES, **asking.DATED)
    for path in ("/", f"/poll/{key}/embed", f"/poll/{key}"):
        assert IT_IS_ON not in (await site.get(path)).page.words

    await decide(site, key, 0)
    site.forget()

    for path in ("/", f"/poll/{key}/embed", f"/poll/{key}"):
        assert IT_IS_ON in (await site.get(path)).page.words, path
    assert f'content="{IT_IS_ON}"' in (await site.get(f"/poll/{key}/results")).text


async def test_picture_of_the_question_says_what_was_decided(empty_site: Site) -> None:
    async def picture() -> bytes:
        async with empty_site.client.get(f"/poll/{key}/preview.png") as response:
            return await response.read()

    key = await organise(empty_site, "Tea", "Coffee")
    undecided = await picture()

    await decide(empty_site, key, 0)
    tea = await picture()
    await decide(empty_site, key, 1)

    assert len({undecided, tea, await picture()}) == 3


async def test_decision_can_be_changed_and_taken_back(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee")
    await decide(empty_site, key, 0)

    await decide(empty_site, key, 1)
    changed = (await empty_site.get(f"/poll/{key}/results")).page.answer
    await decide(empty_site, key, form="undecide")

    assert changed == "Decided: Coffee."
    assert (await empty_site.get(f"/poll/{key}/results")).page.answer == "Nobody voted."
    log = (await empty_site.get(f"/poll/{key}/manage/log")).page.words
    assert "The organiser decided for “Tea”." in log
    assert "The organiser decided for “Coffee”." in log
    assert "The decision was taken back." in log


async def test_log_writes_dates_as_people_read_them(empty_site: Site) -> None:
    key = await organise(empty_site, *DATES, **asking.DATED)
    await decide(empty_site, key, 1)

    log = (await empty_site.get(f"/poll/{key}/manage/log")).page.words

    assert "decided for “Saturday 4 July 2026”." in log


async def test_decision_is_public_where_the_result_is_not(empty_site: Site) -> None:
    key = await organise(
        empty_site, "Tea", "Coffee", votes=((2,),), visibility=Visibility.ORGANISER
    )
    await decide(empty_site, key, 0)
    empty_site.forget()

    page = (await empty_site.get(f"/poll/{key}/results")).page

    assert "Decided: Tea." in page.words
    assert "The result appears when the organiser publishes it." in page.words
    assert "Coffee" not in page.words


async def test_several_can_be_decided_for_where_there_are_seats(empty_site: Site) -> None:
    key = await organise(empty_site, "Ann", "Bo", "Cy", seats=2, max_choices=None)

    await decide(empty_site, key, 0, 2)
    too_many = await decide(empty_site, key, 0, 1, 2)

    assert too_many.status == 422
    assert "Choose no more than 2: that is how many can win." in too_many.page.words
    assert too_many.page.marked == ["Ann", "Bo", "Cy"]
    assert await decided(empty_site, key) == ["Ann", "Cy"]


@pytest.mark.parametrize("sent", ["", "&decision=", "&decision=99", "&decision=x", "&decision=0"])
async def test_what_is_not_offered_is_not_decided_for(empty_site: Site, sent: str) -> None:
    key = await organise(empty_site, "Tea", "Coffee")
    revision = (await recounts.of(empty_site.database, key)).question.revision

    answer = await empty_site.post(f"/poll/{key}/manage/decide", f"revision={revision}{sent}")

    assert answer.status == 422
    assert "Choose one of these." in answer.page.words
    assert await decided(empty_site, key) == []


async def test_page_that_is_out_of_date_decides_nothing(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee")

    answer = await decide(empty_site, key, 1, stale=1)

    assert answer.status == 409
    assert await decided(empty_site, key) == []


async def test_only_the_organiser_decides_and_only_after_the_end(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee")
    await lifecycle.reopen(empty_site.database, key, OPERATOR)
    early = await decide(empty_site, key, 0)
    offered = (await empty_site.get(f"/poll/{key}/manage")).page.words
    await asking.close(empty_site.database, key)
    empty_site.forget()

    foreign = await decide(empty_site, key, 0)
    taken_back = await decide(empty_site, key, form="undecide")

    assert (early.status, foreign.status, taken_back.status) == (409, 403, 403)
    assert "Decide and tell everyone" not in offered
    assert await decided(empty_site, key) == []


async def test_decision_is_in_the_export(empty_site: Site) -> None:
    key = await organise(empty_site, "Tea", "Coffee")
    await decide(empty_site, key, 1)

    async with empty_site.client.get(f"/poll/{key}/results.json") as response:
        assert (await response.json())["decided"] == [2]
