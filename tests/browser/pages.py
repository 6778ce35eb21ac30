"""Every page in every state, and how a visitor gets to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polls.services.questions import joining
from polls.services.running import databases
from tests.browser.asking_pages import ASKING_PAGES
from tests.browser.checking_pages import CHECKING_PAGES
from tests.browser.decision_pages import DECISION_PAGES
from tests.browser.direction_pages import DIRECTION_PAGES
from tests.browser.final_pages import FINAL_PAGES
from tests.browser.invitation_pages import INVITATION_PAGES
from tests.browser.managing_pages import MANAGING_PAGES
from tests.browser.named_pages import NAMED_PAGES
from tests.browser.record_pages import RECORD_PAGES
from tests.browser.result_pages import RESULT_PAGES
from tests.browser.style_pages import STYLE_PAGES
from tests.browser.told_pages import TOLD_PAGES
from tests.browser.voter_pages import VOTER_PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"[:40] * 5
"""As long as a text may be, without a place to break it."""

DRINKS = ("Tea", "Coffee", "Hot chocolate with a little cinnamon")


@dataclass(frozen=True)
class Visit:
    """A visitor who wants to see a page: whose site, and how their browser is set up."""

    visitors: Visitors
    site: Site
    empty_site: Site
    broken_url: str
    setup: dict[str, Any]

    async def open(self, path: str) -> Page:
        return await self.visitors.open(f"{self.site.url}{path}", **self.setup)

    async def vote(self, key: str) -> Page:
        page = await self.open(f"/poll/{key}")
        await page.get_by_role("radio").first.check()
        await page.get_by_role("button").click()
        return page


async def index(visit: Visit) -> Page:
    return await visit.open("/")


async def empty_index(visit: Visit) -> Page:
    return await visit.visitors.open(visit.empty_site.url, **visit.setup)


async def second_page(visit: Visit) -> Page:
    return await visit.open("/?page=2")


async def ballot(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS)
    return await visit.open(f"/poll/{key}")


async def ballot_until_a_date(visit: Visit) -> Page:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    key = await visit.site.ask("Tea or coffee?", DRINKS, close_date=tomorrow)
    return await visit.open(f"/poll/{key}")


async def ballot_with_problem(visit: Visit) -> Page:
    page = await ballot(visit)
    await page.get_by_role("button").click()
    return page


async def ballot_of_returning_voter(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS)
    page = await visit.vote(key)
    await page.goto(f"{visit.site.url}/poll/{key}")
    return page


async def ballot_that_stands(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, may_change=False)
    page = await visit.vote(key)
    await page.goto(f"{visit.site.url}/poll/{key}")
    return page


async def closed_ballot(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, is_closed=True)
    return await visit.open(f"/poll/{key}")


async def results_after_voting(visit: Visit) -> Page:
    return await visit.vote(await visit.site.ask("Tea or coffee?", DRINKS, [2, 3, 1]))


async def results_empty(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS)
    return await visit.open(f"/poll/{key}/results")


async def results_leading(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [2, 5, 1])
    return await visit.open(f"/poll/{key}/results")


async def results_level(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [2, 2, 1])
    return await visit.open(f"/poll/{key}/results")


async def results_won(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [1, 3, 1], is_closed=True)
    return await visit.open(f"/poll/{key}/results")


async def results_tied(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [2, 2, 2], is_closed=True)
    return await visit.open(f"/poll/{key}/results")


async def results_reconnecting(visit: Visit) -> Page:
    return await refused_the_stream(visit, await results_leading(visit))


async def screen(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [2, 5, 1])
    return await visit.open(f"/poll/{key}/screen")


async def screen_with_numbers(visit: Visit) -> Page:
    page = await screen(visit)
    await page.get_by_role("button", name="Show the numbers").click()
    return page


async def screen_reconnecting(visit: Visit) -> Page:
    return await refused_the_stream(visit, await screen(visit))


async def screen_of_a_closed_question(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [1, 3, 1], is_closed=True)
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def screen_with_a_join_code(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [1, 3, 1])
    async with databases.opened(visit.site.settings) as database:
        await joining.show(database, key)
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def join(visit: Visit) -> Page:
    return await visit.open("/join")


async def join_with_a_wrong_code(visit: Visit) -> Page:
    page = await join(visit)
    await page.get_by_label("Join code").fill("12 34")
    await page.get_by_role("button", name="Open the ballot").click()
    return page


async def screen_with_many_choices(visit: Visit) -> Page:
    key = await visit.site.ask("Which?", [f"Number {number}" for number in range(60)])
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def long_words_on_the_screen(visit: Visit) -> Page:
    key = await visit.site.ask(LONG_WORD, [LONG_WORD, LONG_WORD[::-1]], [2, 1])
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def refused_the_stream(visit: Visit, page: Page) -> Page:
    """Let the page connect anew, in vain; what it tries after that gets no answer."""
    await page.route("**/events*", lambda _route: None)
    await page.route("**/events*", lambda route: route.fulfill(status=503), times=1)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.get_by_text("Reconnecting…").wait_for()
    assert all("503" in complaint for complaint in visit.visitors.complaints())
    return page


async def long_words_on_the_ballot(visit: Visit) -> Page:
    key = await visit.site.ask(LONG_WORD, [LONG_WORD, LONG_WORD[::-1]])
    return await visit.open(f"/poll/{key}")


async def long_words_in_the_results(visit: Visit) -> Page:
    return await visit.vote(await visit.site.ask(LONG_WORD, [LONG_WORD, LONG_WORD[::-1]]))


async def long_words_in_the_closed_ballot(visit: Visit) -> Page:
    key = await visit.site.ask(LONG_WORD, [LONG_WORD, LONG_WORD[::-1]], is_closed=True)
    return await visit.open(f"/poll/{key}")


async def not_found(visit: Visit) -> Page:
    return await visit.open("/poll/4711")


async def refused(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS)
    page = await visit.open(f"/poll/{key}")
    await visit.site.close(key)
    await page.get_by_role("radio").first.check()
    await page.get_by_role("button").click()
    return page


async def door(visit: Visit) -> Page:
    return await visit.visitors.open(visit.broken_url.replace("broken", "new"), **visit.setup)


async def door_after_a_wrong_code(visit: Visit) -> Page:
    page = await door(visit)
    await page.get_by_label("Creation code").fill("open sesame")
    await page.get_by_role("button").click()
    await page.get_by_role("alert").wait_for()
    return page


async def embedded(visit: Visit) -> Page:
    key = await visit.site.ask("Tea or coffee?", DRINKS, [2, 5, 1])
    return await visit.open(f"/poll/{key}/embed")


async def program_error(visit: Visit) -> Page:
    return await visit.visitors.open(visit.broken_url, **visit.setup)


async def site_is_busy(visit: Visit) -> Page:
    return await visit.visitors.open(visit.broken_url.replace("broken", "busy"), **visit.setup)


async def network_is_busy(visit: Visit) -> Page:
    return await visit.visitors.open(visit.broken_url.replace("broken", "too-much"), **visit.setup)


PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    index,
    empty_index,
    second_page,
    ballot,
    ballot_until_a_date,
    ballot_with_problem,
    ballot_of_returning_voter,
    ballot_that_stands,
    closed_ballot,
    results_after_voting,
    results_empty,
    results_leading,
    results_level,
    results_won,
    results_tied,
    results_reconnecting,
    screen,
    screen_with_numbers,
    screen_reconnecting,
    screen_of_a_closed_question,
    screen_with_a_join_code,
    join,
    join_with_a_wrong_code,
    screen_with_many_choices,
    long_words_on_the_screen,
    long_words_on_the_ballot,
    long_words_in_the_results,
    long_words_in_the_closed_ballot,
    not_found,
    refused,
    program_error,
    site_is_busy,
    network_is_busy,
    door,
    door_after_a_wrong_code,
    embedded,
    *RESULT_PAGES,
    *TOLD_PAGES,
    *DECISION_PAGES,
    *FINAL_PAGES,
    *INVITATION_PAGES,
    *ASKING_PAGES,
    *VOTER_PAGES,
    *STYLE_PAGES,
    *MANAGING_PAGES,
    *NAMED_PAGES,
    *DIRECTION_PAGES,
    *RECORD_PAGES,
    *CHECKING_PAGES,
)
