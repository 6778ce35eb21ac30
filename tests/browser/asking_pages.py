"""The form of a new question, and the links that come of it, in every state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from polls.domain.questions.rules import Voters
from polls.services.running import databases
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.pages import Visit


async def new_question(visit: Visit) -> Page:
    return await visit.open("/new")


async def new_question_without_its_scripts(visit: Visit) -> Page:
    return await without_scripts(visit, "/new")


async def without_scripts(visit: Visit, path: str) -> Page:
    """What axe, itself a script, can look at of the page as it is without JavaScript."""
    page = await visit.open("/")
    empty = {"body": "", "content_type": "text/javascript"}
    await page.route(re.compile(r"/static/\w+\.js"), lambda route: route.fulfill(**empty))
    await page.goto(f"{visit.site.url}{path}")
    return page


async def new_question_with_its_settings(visit: Visit) -> Page:
    page = await visit.open("/new")
    await page.get_by_text("How people vote", exact=True).click()
    await page.get_by_label("Mark several choices").check()
    await page.get_by_text("When is a result valid?").click()
    await page.get_by_text("Settings", exact=True).click()
    await page.get_by_label("One vote per browser, with a limit per network").check()
    for index in range(2):
        await page.get_by_label("At a set time").nth(index).check()
    await page.get_by_text("Add a description or a link to a choice").click()
    return page


async def new_question_with_problems(visit: Visit) -> Page:
    page = await new_question_with_its_settings(visit)
    await page.get_by_label("Minimum choices per ballot").fill("nine")
    await page.get_by_label("Time zone").fill("Mars")
    await page.get_by_role("button", name="Create").click()
    await page.get_by_role("alert").wait_for()
    return page


async def new_question_with_a_slip(visit: Visit) -> Page:
    page = await visit.open("/new")
    await page.get_by_label("Question", exact=True).fill("Tea?")
    for number, choice in enumerate(("Tea", "tea"), start=1):
        await page.get_by_role("textbox", name=f"Choice {number}").fill(choice)
    await page.get_by_role("button", name="Create").click()
    await page.get_by_role("alert").wait_for()
    return page


async def new_question_with_every_method(visit: Visit) -> Page:
    page = await visit.open("/new")
    await page.get_by_text("How people vote", exact=True).click()
    await page.locator("summary", has_text="Score each choice").click()
    await page.locator("summary", has_text="Rank the choices").click()
    await page.get_by_label("Schulze").check()
    await page.get_by_text("Details of the count").locator("visible=true").click()
    return page


async def new_question_that_was_advised(visit: Visit) -> Page:
    page = await visit.open("/new")
    await page.get_by_text("How people vote", exact=True).click()
    await page.get_by_text("Help me choose").click()
    await page.get_by_label("Their order of preference").check()
    await page.get_by_role("button", name="Suggest a method").click()
    await page.get_by_role("status").filter(has_text="Instant-runoff.").wait_for()
    return page


async def find_a_date(visit: Visit) -> Page:
    page = await visit.open("/new?kind=dates")
    await page.get_by_label("Times of a day").check()
    await page.get_by_role("button", name="Forward").click()  # none of its days is over
    for number in (10, 12):
        await page.locator("[data-day]").nth(number).click()
    await page.get_by_label("Same times on all days").uncheck()
    return page


async def find_a_date_by_the_hours_of_a_week(visit: Visit) -> Page:
    page = await visit.open("/new?kind=dates")
    await page.get_by_label("Week with hours").check()
    await page.get_by_role("button", name="Forward").click()
    await page.locator("[data-hour='18']").first.click()
    return page


async def find_a_date_without_its_scripts(visit: Visit) -> Page:
    return await without_scripts(visit, "/new?kind=dates")


async def rank_or_elect(visit: Visit) -> Page:
    return await visit.open("/new?kind=election")


async def new_question_from_an_address_with_problems(visit: Visit) -> Page:
    return await visit.open("/new?text=Tea?&choices=Tea&choices=Tea&seats=x&quorum=none")


async def new_question_with_its_preview(visit: Visit) -> Page:
    page = await visit.open("/new")
    await page.get_by_role("textbox", name="Choice 1").fill("At the lake | if it is dry")
    await page.get_by_text("Preview the ballot").click()
    await page.locator("#preview").get_by_role("heading").wait_for()
    return page


async def new_question_with_many_long_choices(visit: Visit) -> Page:
    page = await visit.open("/new")
    for number in range(1, 13):
        await page.get_by_role("textbox", name=f"Choice {number}").fill("Long" * 50)
        await page.keyboard.press("Enter")
    return page


async def links_to_share(visit: Visit) -> Page:
    return await shared(visit)


async def links_of_a_draft(visit: Visit) -> Page:
    return await shared(visit, is_draft=True)


async def links_of_a_question_for_the_invited(visit: Visit) -> Page:
    return await shared(visit, voters=Voters.INVITED)


async def questions_of_this_browser(visit: Visit) -> Page:
    page = await shared(visit)
    await page.goto(f"{visit.site.url}/mine")
    return page


async def questions_of_a_new_browser(visit: Visit) -> Page:
    return await visit.open("/mine")


async def links_to_take_along(visit: Visit) -> Page:
    page = await shared(visit)
    await page.goto(f"{visit.site.url}/mine/links")
    await page.get_by_text("Show the QR code").click()
    return page


async def links_of_another_browser(visit: Visit) -> Page:
    return await visit.open(f"/mine/take/o.abcdefghijkl.{'A' * 22}~v.7.{'B' * 22}")


async def shared(visit: Visit, **values: Any) -> Page:
    async with databases.opened(visit.site.settings) as database:
        asked = await asking.asked(database, is_listed=False, **values)
    page = await visit.open(f"/poll/{asked.key}/organise/{asked.secret}")
    await page.goto(f"{visit.site.url}/poll/{asked.key}/share")
    return page


ASKING_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    new_question,
    new_question_without_its_scripts,
    new_question_with_its_settings,
    new_question_with_problems,
    new_question_with_a_slip,
    new_question_with_every_method,
    new_question_that_was_advised,
    find_a_date,
    find_a_date_by_the_hours_of_a_week,
    find_a_date_without_its_scripts,
    rank_or_elect,
    new_question_from_an_address_with_problems,
    new_question_with_its_preview,
    new_question_with_many_long_choices,
    links_to_share,
    links_of_a_draft,
    links_of_a_question_for_the_invited,
    questions_of_this_browser,
    questions_of_a_new_browser,
    links_to_take_along,
    links_of_another_browser,
)
