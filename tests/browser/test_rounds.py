"""The rounds of a runoff stay where a reader has them while votes come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.services.running import databases
from tests.browser import elections

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIGN = "element => getComputedStyle(element, '::after').opacity"
PHONE = 360


async def test_rounds_keep_scrolling_focus_and_what_is_unfolded(
    visitors: Visitors,
    site: Site,
) -> None:
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, elections.BURLINGTON, "instant_runoff")
    page = await visitors.open(f"{site.url}/poll/{key}/results", width=PHONE)
    await expect(page.locator("[data-liveness]")).to_have_text("Live")
    sheet = page.get_by_role("region", name="Votes in each round")
    await page.locator("details.lots > summary").click()
    await sheet.focus()
    await sheet.evaluate("element => { element.scrollLeft = 20; window.sheet = element; }")

    await _vote(visitors, site, key)

    await expect(page.locator(".answer")).to_contain_text("532 of the 974 ballots")
    await expect(sheet).to_be_focused()
    assert await sheet.evaluate("element => element === window.sheet && element.scrollLeft") == 20
    await expect(page.locator("details.lots")).to_have_attribute("open", "")


async def test_picture_appears_without_taking_the_place_of_the_table(
    visitors: Visitors,
    site: Site,
) -> None:
    names = ("Tea", "Coffee", "Water")
    level = elections.Election("Which two?", names, {(1,): 3, (2,): 3})
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, level, "stv", seats=2)
    page = await visitors.open(f"{site.url}/poll/{key}/results")
    await expect(page.locator("[data-liveness]")).to_have_text("Live")
    await expect(page.locator(".flow")).to_have_count(0)
    sheet = page.get_by_role("region", name="Votes in each round")
    await sheet.focus()

    async with databases.opened(site.settings) as database:
        await elections.append(database, key, {(3, 1): 3})

    await expect(page.locator(".flow")).to_have_count(1)
    await expect(sheet).to_be_focused()
    await expect(sheet.locator("tbody tr").last).to_contain_text("Needed")


@pytest.mark.parametrize("width", [PHONE, 1280])
async def test_rounds_scroll_in_their_own_frame(
    visitors: Visitors,
    site: Site,
    width: int,
) -> None:
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, elections.crowd(30), "instant_runoff")

    page = await visitors.open(f"{site.url}/poll/{key}/results", width=width)

    for name in ("Votes in each round", "Where the ballots went, as a picture"):
        region = page.get_by_role("region", name=name)
        assert await region.evaluate("element => element.scrollWidth > element.clientWidth")
        assert await region.evaluate(SIGN) == "1", "an arrow says that there is more"
        await region.evaluate("element => element.scrollTo(element.scrollWidth, 0)")
        await page.wait_for_function(
            f"element => ({SIGN})(element) === '0'", arg=await region.element_handle()
        )
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def _vote(visitors: Visitors, site: Site, key: str) -> Page:
    """Rank the second choice only, as somebody without a script would."""
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=False)
    await page.locator("select").nth(1).select_option("1")
    await page.locator("form button[type=submit]").first.click()
    return page
