"""What is left of a page on paper: black on white, and nothing that only a screen can do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from polls.services.running import databases
from tests import asking
from tests.browser import elections

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAPER = 680
"""Pixels between the margins of A4."""

# Of everything that shows some text: its colour, if it is not black or a dark grey.
COLOURED = """
() => [...document.querySelectorAll("main *")]
  .filter((element) => element.checkVisibility() && element.innerText)
  .map((element) => getComputedStyle(element).color)
  .filter((colour) => !["rgb(0, 0, 0)", "rgb(51, 51, 51)"].includes(colour))
"""

CUT_OFF = """
() => [...document.querySelectorAll("main *:not(svg *)")]
  .filter((element) => element.checkVisibility())
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map((element) => element.outerHTML)
"""


async def printed(page: Page) -> Page:
    await page.emulate_media(media="print", color_scheme="dark")
    return page


async def test_ballot_on_paper_is_its_choices_and_no_button(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"])

    page = await printed(await visitors.open(f"{site.url}/poll/{key}", scheme="dark"))

    assert await page.get_by_role("radio").count() == 2
    assert await page.get_by_role("button").count() == 0
    assert await page.get_by_role("banner").count() == 0
    assert await page.get_by_role("contentinfo").count() == 0
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert await page.evaluate(COLOURED) == []


async def test_result_on_paper_does_not_say_what_its_reader_voted(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"], [1, 2])
    page = await visitors.open(f"{site.url}/poll/{key}", scheme="dark")
    await page.get_by_role("radio").first.check()
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_text("Your vote is recorded").wait_for()

    await printed(page)

    assert not await page.get_by_text("Your vote is recorded").is_visible()
    assert not await page.get_by_text("Your vote", exact=True).is_visible()
    assert await page.get_by_role("row").count() == 3
    links = [await each.inner_text() for each in await page.get_by_role("link").all()]
    assert links == [f"{site.url}/poll/{key}/results"], "where it is, and nothing to press"
    assert await page.evaluate(COLOURED) == []


async def test_share_page_on_paper_has_the_code_and_not_the_secret(
    visitors: Visitors,
    site: Site,
) -> None:
    async with databases.opened(site.settings) as database:
        asked = await asking.asked(database, is_listed=False)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await page.goto(f"{site.url}/poll/{asked.key}/share")
    assert await page.get_by_text(asked.secret).is_visible()

    await printed(page)

    assert not await page.get_by_text(asked.secret).is_visible()
    assert await page.get_by_role("img", name="QR code").is_visible()
    assert await page.get_by_text(f"/poll/{asked.key}", exact=False).first.is_visible()
    assert await page.get_by_role("navigation").count() == 0


async def test_no_row_of_a_long_result_is_cut_by_the_end_of_a_sheet(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which day?", [f"Day {number}" for number in range(60)])

    page = await printed(await visitors.open(f"{site.url}/poll/{key}/results"))

    inside = "getComputedStyle(document.querySelector('tbody tr')).breakInside"
    assert await page.evaluate(inside) == "avoid"
    heading = "getComputedStyle(document.querySelector('thead')).display"
    assert await page.evaluate(heading) == "table-header-group"


async def test_result_with_its_count_is_one_sheet(visitors: Visitors, site: Site) -> None:
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, elections.BURLINGTON, "instant_runoff")
        await asking.close(database, key)
    page = await visitors.open(f"{site.url}/poll/{key}/results")

    sheets = re.findall(rb"/Type\s*/Page\b", await page.pdf(format="A4", prefer_css_page_size=True))
    await printed(page)

    assert len(sheets) == 1
    assert await page.locator("main summary:visible").count() == 0
    assert await page.get_by_role("button").count() == 0


async def test_many_rounds_fit_on_a_sheet(visitors: Visitors, site: Site) -> None:
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, elections.crowd(30), "instant_runoff")

    page = await printed(await visitors.open(f"{site.url}/poll/{key}/results", width=PAPER))

    assert await page.locator(".sheet th").count() > 20
    assert await page.evaluate(CUT_OFF) == []
