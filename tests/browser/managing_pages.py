"""The organiser's pages in every state, and how an organiser gets to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polls.domain.questions.rules import Visibility, Voters
from polls.services.running import databases
from tests import asking, ledgers

if TYPE_CHECKING:
    from playwright.async_api import Page

    from polls.services.questions.questions import Asked
    from tests.browser.pages import Visit

DRINKS = ("Tea", "Coffee", "Hot chocolate with a little cinnamon")


async def organised(visit: Visit, path: str = "", **values: Any) -> Page:
    """Ask a question, and open one of its organiser's pages by the organiser's link."""
    async with databases.opened(visit.site.settings) as database:
        asked = await asking.asked(
            database,
            "Tea or coffee?",
            DRINKS,
            **{"is_listed": False} | values,
        )
    return await opened(visit, asked, path)


async def opened(visit: Visit, asked: Asked, path: str = "") -> Page:
    """Open one of the pages of a question's organiser by the organiser's link."""
    page = await visit.open(f"/poll/{asked.key}/organise/{asked.secret}")
    if path:
        await page.goto(f"{visit.site.url}/poll/{asked.key}/{path}")
    return page


async def unfold(page: Page) -> Page:
    for summary in await page.locator(".now summary").all():
        await summary.click()
    return page


async def managed_draft(visit: Visit) -> Page:
    return await unfold(await organised(visit, is_draft=True))


async def managed_scheduled(visit: Visit) -> Page:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    later = tomorrow + timedelta(days=1)
    return await unfold(await organised(visit, pub_date=tomorrow, close_date=later))


async def managed_open(visit: Visit) -> Page:
    return await unfold(await organised(visit))


async def managed_closed(visit: Visit) -> Page:
    page = await organised(visit, visibility=Visibility.ORGANISER)
    await end_voting(page)
    return await unfold(page)


async def managed_ending(visit: Visit) -> Page:
    page = await organised(visit)
    await stop_voting(page)
    return page


async def stop_voting(page: Page) -> None:
    """End voting on an organiser's page, as can be taken back for a minute."""
    await page.get_by_text("End voting now…").click()
    await page.get_by_role("button", name="End voting").click()


async def end_voting(page: Page) -> None:
    """End voting on an organiser's page for good."""
    await stop_voting(page)
    await page.get_by_role("button", name="Finish now").click()


async def managed_with_problem(visit: Visit) -> Page:
    page = await unfold(await organised(visit))
    await page.get_by_label("Voting ends").fill("2020-01-01T12:00")
    await page.get_by_role("button", name="Save end time").click()
    return page


async def managed_out_of_date(visit: Visit) -> Page:
    page = await unfold(await organised(visit))
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_text("End at a set time").click()
    await other.get_by_label("Voting ends").fill("2126-01-01T12:00")
    await other.get_by_role("button", name="Save end time").click()
    await page.get_by_label("Voting ends").fill("2126-02-01T12:00")
    await page.get_by_role("button", name="Save end time").click()
    return page


async def managed_after_its_final_end(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        asked = await asking.asked(database, voters=Voters.INVITED, is_listed=False)
        await ledgers.append(database, asked.key, (1,), (1,), (2,))
        await asking.close(database, asked.key)
    return await opened(visit, asked)


async def edit_form(visit: Visit) -> Page:
    return await organised(visit, "manage/edit")


async def edit_form_with_problem(visit: Visit) -> Page:
    page = await edit_form(visit)
    await page.get_by_label("Choice 1").fill("")
    await page.get_by_role("button", name="Save").click()
    return page


async def edit_form_with_a_slip(visit: Visit) -> Page:
    page = await edit_form(visit)
    await page.get_by_label("Choice 1").fill("COFFEE")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("alert").wait_for()
    return page


async def edit_form_out_of_date(visit: Visit) -> Page:
    page = await edit_form(visit)
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_label("Choice 1").fill("Green tea")
    await other.get_by_role("button", name="Save").click()
    await page.get_by_label("Choice 1").fill("Black tea")
    await page.get_by_role("button", name="Save").click()
    return page


async def log_of_changes(visit: Visit) -> Page:
    page = await edit_form(visit)
    await page.get_by_label("Choice 1").fill("Green tea")
    await page.get_by_label("More choices").fill("Water")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("link", name="Log").click()
    return page


async def log_of_nothing(visit: Visit) -> Page:
    return await organised(visit, "manage/log")


async def renewal(visit: Visit) -> Page:
    return await organised(visit, "manage/renew")


async def deletion(visit: Visit) -> Page:
    return await organised(visit, "manage/delete")


async def deletion_with_problem(visit: Visit) -> Page:
    page = await deletion(visit)
    await page.get_by_role("textbox").fill("Something else")
    await page.get_by_role("button", name="Delete for good").click()
    return page


async def deleted(visit: Visit) -> Page:
    page = await deletion(visit)
    await page.get_by_role("textbox").fill("Tea or coffee?")
    await page.get_by_role("button", name="Delete for good").click()
    return page


async def edited_ballot(visit: Visit) -> Page:
    page = await edit_form(visit)
    await page.get_by_label("Question", exact=True).fill("Coffee or tea?")
    await page.get_by_label("Choice 1").fill("Green tea")
    await page.get_by_role("button", name="Save").click()
    await end_voting(page)
    await page.get_by_text("Reopen voting").first.click()
    await page.get_by_role("button", name="Reopen voting").click()
    await page.get_by_role("link", name="Voters' page").click()
    return page


async def edited_results(visit: Visit) -> Page:
    page = await edited_ballot(visit)
    await page.goto(f"{page.url}/results")
    return page


MANAGING_PAGES = (
    managed_draft,
    managed_scheduled,
    managed_open,
    managed_ending,
    managed_closed,
    managed_with_problem,
    managed_out_of_date,
    managed_after_its_final_end,
    edit_form,
    edit_form_with_a_slip,
    edit_form_with_problem,
    edit_form_out_of_date,
    log_of_changes,
    log_of_nothing,
    renewal,
    deletion,
    deletion_with_problem,
    deleted,
    edited_ballot,
    edited_results,
)
