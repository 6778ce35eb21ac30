"""Questions in Hebrew and Arabic, which read from right to left on pages in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import NewChoice
from polls.services.running import databases
from tests import asking, ledgers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.pages import Visit

ARRIVED = "Promise.all(document.getAnimations().map((each) => each.finished))"
"""The line that was pressed has glided to its place."""

HEBREW = "לאן נוסעים בשבת?"
TRIPS = [
    NewChoice(text="הים (תל אביב).", description="רכבת, שעתיים.", link="https://sea.example/"),
    "המכרה הישן!",
    "הגן הבוטני",
]
ARABIC = "ماذا نشرب؟"
DRINKS = ["شاي (أخضر).", "قهوة!", "ماء 100%"]


async def page_of(visit: Visit, path: str, text: str, choices: Any, **values: Any) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(database, text, choices, is_listed=False, **values)
        ranked = "method" in values
        ballots = [(1, 2, 3), (1, 3, 2), (2, 1, 3)] if ranked else [(1,), (1,), (2,)]
        await ledgers.append(database, key, *ballots)
    return await visit.open(f"/poll/{key}{path}")


async def ballot_in_hebrew(visit: Visit) -> Page:
    return await page_of(visit, "", HEBREW, TRIPS)


async def ranking_in_hebrew(visit: Visit) -> Page:
    page = await page_of(visit, "", HEBREW, TRIPS, method="instant_runoff", max_choices=None)
    await page.get_by_role("button", name="הגן").first.click()
    await page.evaluate(ARRIVED)
    return page


async def results_in_hebrew(visit: Visit) -> Page:
    path = "/results"
    return await page_of(visit, path, HEBREW, TRIPS, method="instant_runoff", max_choices=None)


async def screen_in_hebrew(visit: Visit) -> Page:
    return await page_of(visit, "/screen?numbers=1", HEBREW, TRIPS)


async def embedded_in_hebrew(visit: Visit) -> Page:
    return await page_of(visit, "/embed", HEBREW, TRIPS)


async def ballot_in_arabic(visit: Visit) -> Page:
    return await page_of(visit, "", ARABIC, DRINKS)


async def results_in_arabic(visit: Visit) -> Page:
    return await page_of(visit, "/results", ARABIC, DRINKS)


DIRECTION_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    ballot_in_hebrew,
    ranking_in_hebrew,
    results_in_hebrew,
    screen_in_hebrew,
    embedded_in_hebrew,
    ballot_in_arabic,
    results_in_arabic,
)
