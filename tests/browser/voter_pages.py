"""What voters meet, policy by policy, in every state that there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility, Voters
from polls.services.running import databases
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.pages import Visit

NONE = NewChoice(text="None of these", kind=Kind.NONE)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
TRIPS: tuple[str | NewChoice, ...] = (
    NewChoice(
        text="The lake",
        description="Swimming, and the boat if the weather holds.\nAbout two hours by train.",
        link="https://lake.example/timetable",
    ),
    NewChoice(text="The old mine", description="Bring something warm."),
    NewChoice(text="The botanical garden", link="https://garden.example/"),
    "A walk in the hills",
    NONE,
    BLANK,
)
SEVERAL: dict[str, Any] = {
    "choices": TRIPS,
    "description": "We leave on Saturday at eight and are back for supper.",
    "max_choices": 2,
}


async def ballot_with_several_choices(visit: Visit) -> Page:
    key = await visit.site.ask("Where shall we go?", **SEVERAL)
    page = await visit.open(f"/poll/{key}")
    for text in ("The lake", "The old mine"):
        await page.get_by_label(text).check()
    return page


async def ballot_with_too_many_choices(visit: Visit) -> Page:
    page = await ballot_with_several_choices(visit)
    await page.get_by_label("A walk in the hills").check()
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("alert").wait_for()
    return page


async def results_after_several_choices(visit: Visit) -> Page:
    page = await ballot_with_several_choices(visit)
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def closed_ballot_with_several_choices(visit: Visit) -> Page:
    key = await visit.site.ask("Where shall we go?", **SEVERAL, is_closed=True)
    return await visit.open(f"/poll/{key}")


async def ballot_that_asks_for_a_name(visit: Visit) -> Page:
    key = await visit.site.ask("Who comes?", ["I do", "Not I"], voters=Voters.NAMED)
    return await visit.open(f"/poll/{key}")


async def ballot_without_a_name(visit: Visit) -> Page:
    page = await ballot_that_asks_for_a_name(visit)
    await page.get_by_label("I do").check()
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("alert").wait_for()
    return page


async def results_with_a_name(visit: Visit) -> Page:
    page = await ballot_that_asks_for_a_name(visit)
    await page.get_by_label("I do").check()
    await page.get_by_label("Your name").fill("Bob")
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def ballot_for_the_invited(visit: Visit) -> Page:
    key = await visit.site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED)
    return await visit.open(f"/poll/{key}")


async def ballot_with_a_wrong_code(visit: Visit) -> Page:
    page = await ballot_for_the_invited(visit)
    await page.get_by_label("Ann").check()
    await page.get_by_label("Invitation code").fill("1234-ABCD")
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("alert").wait_for()
    return page


async def code_from_a_link(visit: Visit) -> Page:
    key = await visit.site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED)
    (code,) = await visit.site.invite(key)
    return await visit.open(f"/poll/{key}/code/{code}")


async def code_that_is_wrong(visit: Visit) -> Page:
    key = await visit.site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED)
    page = await visit.open(f"/poll/{key}/code/{'0' * 16}")
    await page.get_by_role("button").click()
    await page.get_by_role("alert").wait_for()
    return page


async def ballot_of_a_used_code(visit: Visit) -> Page:
    values: dict[str, Any] = {"voters": Voters.INVITED, "may_change": False}
    key = await visit.site.ask("Who leads?", ["Ann", "Ben"], **values)
    (code,) = await visit.site.invite(key)
    page = await visit.open(f"/poll/{key}/code/{code}")
    await page.get_by_role("button").click()
    await page.get_by_label("Ann").check()
    await page.get_by_role("button").click()
    await page.goto(f"{visit.site.url}/poll/{key}")
    return page


async def ballot_for_anyone_again(visit: Visit) -> Page:
    key = await visit.site.ask("Sweets?", ["Yes", "No"], voters=Voters.ANYONE)
    page = await visit.vote(key)
    await page.goto(f"{visit.site.url}/poll/{key}")
    return page


async def private_link(visit: Visit) -> Page:
    values: dict[str, Any] = {"visibility": Visibility.CLOSED}
    key = await visit.site.ask("Tea or coffee?", ["Tea", "Coffee"], **values)
    page = await visit.vote(key)
    await page.get_by_role("link", name="private link").click()
    return page


async def private_link_on_another_device(visit: Visit) -> Page:
    page = await private_link(visit)
    link = await page.locator("#private-link").inner_text()
    return await visit.visitors.open(link, **visit.setup)


async def vote_to_take_back(visit: Visit) -> Page:
    page = await results_with_a_name(visit)
    await page.get_by_role("link", name="private link").click()
    await page.get_by_role("link", name="Take my vote back").click()
    await page.get_by_role("button", name="Take my vote back").wait_for()
    return page


async def vote_that_is_taken_back(visit: Visit) -> Page:
    page = await vote_to_take_back(visit)
    await page.get_by_role("button", name="Take my vote back").click()
    await page.get_by_role("status").wait_for()
    return page


async def private_link_that_is_wrong(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", ["Tea", "Coffee"])
    return await visit.open(f"/poll/{key}/mine/{'A' * 22}")


async def no_vote_yet(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", ["Tea", "Coffee"])
    return await visit.open(f"/poll/{key}/mine")


async def question_to_come(visit: Visit) -> Page:
    begins = datetime.now(UTC) + timedelta(days=1)
    values: dict[str, Any] = {"pub_date": begins, "zone": "Europe/Paris"}
    key = await visit.site.ask("Tea or coffee?", ["Tea", "Coffee"], **values)
    return await visit.open(f"/poll/{key}")


async def question_being_prepared(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", ["Tea", "Coffee"], is_draft=True)
    return await visit.open(f"/poll/{key}")


async def ballot_to_try_out(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        asked = await asking.asked(database, is_draft=True, is_listed=False)
    page = await visit.open(f"/poll/{asked.key}/organise/{asked.secret}")
    await page.goto(f"{visit.site.url}/poll/{asked.key}")
    return page


VOTER_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    ballot_with_several_choices,
    ballot_with_too_many_choices,
    results_after_several_choices,
    closed_ballot_with_several_choices,
    ballot_that_asks_for_a_name,
    ballot_without_a_name,
    results_with_a_name,
    ballot_for_the_invited,
    ballot_with_a_wrong_code,
    code_from_a_link,
    code_that_is_wrong,
    ballot_of_a_used_code,
    ballot_for_anyone_again,
    private_link,
    private_link_on_another_device,
    vote_to_take_back,
    vote_that_is_taken_back,
    private_link_that_is_wrong,
    no_vote_yet,
    question_to_come,
    question_being_prepared,
    ballot_to_try_out,
)
