"""Votes with names that two people share, and the ways to remove one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp

from polls.domain.questions.rules import Voters
from polls.services.questions import questions
from polls.services.running import databases
from tests import asking, ledgers
from tests.browser.managing_pages import opened
from tests.ledgers import Voter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from polls.services.questions.questions import Asked
    from tests.browser.pages import Visit

NAMES = ("Bob", "Dana Featherstonehaugh-Cholmondeley", "bob")


async def asked(visit: Visit, **values: Any) -> Asked:
    async with databases.opened(visit.site.settings) as database:
        usual = {"voters": Voters.NAMED, "max_choices": None, "is_listed": False}
        made = await asking.asked(database, choices=("Tea", "Coffee", "Water"), **usual | values)
        for name in NAMES:
            await ledgers.append(database, made.key, (1, 3), by=Voter(name=name))
    return made


async def organised(visit: Visit, path: str = "") -> Page:
    return await opened(visit, await asked(visit), f"manage{path}")


async def managed_with_a_shared_name(visit: Visit) -> Page:
    return await organised(visit)


async def votes_under_names(visit: Visit) -> Page:
    return await organised(visit, "/votes")


async def votes_that_were_searched(visit: Visit) -> Page:
    return await organised(visit, "/votes?search=nobody")


async def removal_of_a_vote(visit: Visit) -> Page:
    return await organised(visit, "/votes/1")


async def removal_that_came_too_late(visit: Visit) -> Page:
    page = await removal_of_a_vote(visit)
    await visit.site.close(page.url.split("/")[4])
    await page.get_by_role("button", name="Remove this vote").click()
    return page


async def log_of_a_removal(visit: Visit) -> Page:
    page = await removal_of_a_vote(visit)
    await page.get_by_role("button", name="Remove this vote").click()
    await page.get_by_role("link", name="Log").click()
    return page


async def results_without_a_removed_vote(visit: Visit) -> Page:
    page = await log_of_a_removal(visit)
    await page.get_by_role("link", name="Results").click()
    return page


async def results_with_a_name_that_is_taken(visit: Visit) -> Page:
    made = await asked(visit)
    page = await visit.open(f"/poll/{made.key}")
    await page.get_by_label("Coffee").check()
    await page.get_by_label("Your name").fill("BOB")
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def vote_without_cookies(visit: Visit) -> Page:
    """Where a browser is led that refuses cookies."""
    made = await asked(visit)
    url = f"{visit.site.url}/poll/{made.key}/vote"
    async with databases.opened(visit.site.settings) as database:
        question = await questions.find(database, made.key, datetime.now(UTC))
    data = {"choice": question.choices[1].id, "name": "BOB"}
    async with (
        aiohttp.ClientSession() as voter,
        voter.post(url, data=data, allow_redirects=False) as answer,
    ):
        return await visit.open(answer.headers["Location"])


NAMED_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    managed_with_a_shared_name,
    votes_under_names,
    votes_that_were_searched,
    removal_of_a_vote,
    removal_that_came_too_late,
    log_of_a_removal,
    results_without_a_removed_vote,
    results_with_a_name_that_is_taken,
    vote_without_cookies,
)
