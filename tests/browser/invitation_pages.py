"""The organiser's pages of invitations in every state, and how an organiser gets to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.electorate.invitees import Invitee
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.running import databases
from polls.services.voters import invitations
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from playwright.async_api import Page

    from polls.services.voters.invitations import Made
    from tests.browser.pages import Visit
    from tests.browser.sites import Site

LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
HOUSE = "Anna Berg;3\nBob Öztürk\n" + LONG_NAME


async def organised(site: Site, voters: Voters = Voters.INVITED, text: str = "Stairs?") -> str:
    """Ask a question, and return the path of its organiser's link."""
    async with databases.opened(site.settings) as database:
        asked = await asking.asked(database, text, voters=voters, is_listed=False)
    return f"/poll/{asked.key}/organise/{asked.secret}"


def key_of(link: str) -> str:
    return link.split("/")[2]


async def invited(site: Site, key: str, people: Sequence[Invitee]) -> list[Made]:
    async with databases.opened(site.settings) as database:
        return await invitations.invite(database, key, people, OPERATOR)


async def page_of(visit: Visit, link: str) -> Page:
    """Open the page of invitations as whoever holds the organiser's link."""
    page = await visit.open(link)
    await page.goto(f"{visit.site.url}/poll/{key_of(link)}/manage/invitations")
    return page


async def nobody_invited(visit: Visit) -> Page:
    return await page_of(visit, await organised(visit.site))


async def list_with_mistakes(visit: Visit) -> Page:
    page = await nobody_invited(visit)
    await page.get_by_label("Names or addresses").fill("Anna;0\n;\n;3\nBob;x\nBob;1;2")
    await page.get_by_role("button", name="Make codes for the list").click()
    return page


async def slips(visit: Visit) -> Page:
    page = await nobody_invited(visit)
    await page.get_by_label("Names or addresses").fill(HOUSE)
    await page.get_by_role("button", name="Make codes for the list").click()
    await page.get_by_role("link", name="Back to the invitations").wait_for()
    return page


async def people_invited(visit: Visit) -> Page:
    page = await slips(visit)
    await page.get_by_role("link", name="Back to the invitations").click()
    await page.get_by_text("Were the codes lost").click()
    return page


async def first_page_of_many(visit: Visit) -> Page:
    link = await organised(visit.site)
    await invited(visit.site, key_of(link), [Invitee(f"Person {n}") for n in range(101)])
    return await page_of(visit, link)


async def codes_revoked(visit: Visit) -> Page:
    page = await people_invited(visit)
    await page.get_by_label("Anna Berg").check()
    await page.get_by_role("button", name="Revoke their codes").click()
    return page


async def overview_with_turnout(visit: Visit) -> Page:
    page = await people_invited(visit)
    await page.get_by_role("link", name="Overview").click()
    return page


async def not_by_invitation(visit: Visit) -> Page:
    return await page_of(visit, await organised(visit.site, Voters.BROWSER))


async def invitations_after_the_end(visit: Visit) -> Page:
    link = await organised(visit.site)
    await invited(visit.site, key_of(link), [Invitee("Anna Berg", 3), Invitee("Bob")])
    await visit.site.close(key_of(link))
    return await page_of(visit, link)


INVITATION_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    nobody_invited,
    list_with_mistakes,
    slips,
    people_invited,
    first_page_of_many,
    codes_revoked,
    overview_with_turnout,
    not_by_invitation,
    invitations_after_the_end,
)
