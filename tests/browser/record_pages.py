"""Records of closed questions, the receipts of voters, and the key that signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.questions.rules import Voters
from polls.services.records import making
from polls.services.running import databases
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.services.records import kept

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.pages import Visit

CHOICES = ("The lake", "The hills")
NAMES = ("Bob", "דנה", "Dana Featherstonehaugh-Cholmondeley-Donaudampfschiff")


async def end(visit: Visit, key: str) -> None:
    """End voting, and make the record at once."""
    async with databases.opened(visit.site.settings) as database:
        await asking.close(database, key)
        await making.make(database, visit.site.settings, key)


async def recorded(visit: Visit, votes: int, **values: Any) -> str:
    key = await visit.site.ask("Where shall we go?", CHOICES, **values)
    async with databases.opened(visit.site.settings) as database:
        for number in range(votes):
            name = NAMES[number % len(NAMES)] if values.get("voters") is Voters.NAMED else None
            await ledgers.append(database, key, (1 + number % 2,), by=Voter(name=name))
    await end(visit, key)
    return key


async def record_of_many(visit: Visit) -> Page:
    page = await visit.open(f"/poll/{await recorded(visit, 120)}/record?page=2")
    await page.get_by_text("How to check it").click()
    return page


async def record_with_names(visit: Visit) -> Page:
    return await visit.open(f"/poll/{await recorded(visit, 3, voters=Voters.NAMED)}/record")


async def record_searched_in_vain(visit: Visit) -> Page:
    return await visit.open(f"/poll/{await recorded(visit, 1)}/record?words=xyzzy")


async def receipt_of_a_vote(visit: Visit) -> Page:
    key = await visit.site.ask("Where shall we go?", CHOICES)
    page = await visit.vote(key)
    await page.goto(f"{visit.site.url}/poll/{key}/receipt")
    return page


async def receipt_after_the_end(visit: Visit) -> Page:
    page = await receipt_of_a_vote(visit)
    await end(visit, page.url.split("/")[-2])
    await page.reload()
    await page.get_by_text("Details").click()
    return page


async def receipt_of_a_missing_ballot(visit: Visit) -> Page:
    page = await receipt_of_a_vote(visit)
    async with databases.opened(visit.site.settings) as database:
        key = page.url.split("/")[-2]
        await asking.close(database, key)
        await kept.make_without(database, visit.site.settings, key, 0)
    await page.reload()
    return page


async def key_of_the_records(visit: Visit) -> Page:
    return await visit.open("/record-key")


RECORD_PAGES = (
    record_of_many,
    record_with_names,
    record_searched_in_vain,
    receipt_of_a_vote,
    receipt_after_the_end,
    receipt_of_a_missing_ballot,
    key_of_the_records,
)
