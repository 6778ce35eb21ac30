"""Decisions: the organiser's form for them, and the pages that tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions.rules import Voters
from polls.services.running import databases
from tests import asking, ledgers
from tests.browser.managing_pages import end_voting, opened, organised
from tests.ledgers import Voter

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.pages import Visit

DATES = tuple(f"2026-07-{day:02} 19:00\N{EN DASH}21:30" for day in range(1, 13))
NAMES = ("Bob", "Charlie", "Dana Featherstonehaugh-Cholmondeley", "דנה")


async def managed_decided_date(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        asked = await asking.asked(
            database, "When?", DATES, voters=Voters.NAMED, is_listed=False, **asking.DATED
        )
        for number, name in enumerate(NAMES):
            answers = tuple((date, (date + number) % 3) for date in range(1, len(DATES)))
            await ledgers.append(database, asked.key, answers, by=Voter(name=name))
        await asking.close(database, asked.key)
    page = await opened(visit, asked)
    await page.locator("select[name=decision]").select_option(index=1)  # the longest weekday
    await page.get_by_role("button", name="Decide and tell everyone").click()
    return page


async def results_of_a_decided_date(visit: Visit) -> Page:
    page = await managed_decided_date(visit)
    await page.goto(page.url.replace("/manage", "/results"))
    return page


async def screen_of_a_decided_date(visit: Visit) -> Page:
    page = await managed_decided_date(visit)
    await page.goto(page.url.replace("/manage", "/screen"))
    return page


async def managed_decision_of_too_many(visit: Visit) -> Page:
    page = await organised(visit, seats=2, max_choices=None)
    await end_voting(page)
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Decide and tell everyone").click()
    return page


DECISION_PAGES = (
    managed_decided_date,
    results_of_a_decided_date,
    screen_of_a_decided_date,
    managed_decision_of_too_many,
)
