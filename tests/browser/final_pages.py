"""Results that are final, and what may be said of them: ties, lots, quorum, other methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions.rules import Threshold
from polls.services.running import databases
from tests import asking, ledgers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.pages import Visit

DRINKS = ("Tea", "Coffee", "Hot chocolate with a little cinnamon")


async def results_by_lot(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(database, "What shall we drink?", DRINKS)
        await ledgers.append(database, key, (1,), (2,))
        await asking.close(database, key)
    page = await visit.open(f"/poll/{key}/results")
    await page.get_by_text("How ties are broken").click()
    return page


async def results_with_a_seal(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(database, choices=DRINKS, quorum=20, threshold=Threshold.TWO_THIRDS)
        await ledgers.append(database, key, (1,), (1,), (2,))
    page = await visit.open(f"/poll/{key}/results")
    await page.get_by_text("How ties are broken").click()
    return page


async def results_without_a_quorum(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(database, choices=DRINKS, quorum=20)
        await ledgers.append(database, key, (1,), (1,), (2,))
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_under_other_methods(visit: Visit) -> Page:
    circle = [((1, 2, 3), 10), ((2, 3, 1), 7), ((3, 1, 2), 5), ((2, 1, 3), 2)]
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(
            database, "What shall we drink?", DRINKS, method="schulze", max_choices=None
        )
        for selection, number in circle:
            await ledgers.append(database, key, *[selection] * number)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


FINAL_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    results_by_lot,
    results_with_a_seal,
    results_without_a_quorum,
    results_under_other_methods,
)
