"""Marks that are piled upon a letter stay within the text that somebody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.services.running import databases
from tests.browser import elections

if TYPE_CHECKING:
    from playwright.async_api import FloatRect, Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

PILE = "A" + "\u0302" * 99
WRITE = "([selector, text]) => { document.querySelector(selector).textContent = text }"


async def reaches_above(page: Page, selector: str) -> bool:
    """Tell whether a pile of marks changes what is painted above the element that it stands in."""
    box = await page.locator(selector).first.bounding_box()
    assert box
    height = min(40, box["y"] - 12)
    above: FloatRect = {"x": 0, "y": box["y"] - 12 - height, "width": 600, "height": height}
    await page.evaluate(WRITE, [selector, "A"])
    before = await page.screenshot(clip=above, full_page=True)
    await page.evaluate(WRITE, [selector, PILE])
    return before != await page.screenshot(clip=above, full_page=True)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("", "h1"),
        ("", ".line + .line .choice span"),
        ("/results", "tbody tr:last-child th > bdi"),
    ],
)
async def test_marks_do_not_paint_over_the_page(
    visitors: Visitors,
    site: Site,
    path: str,
    selector: str,
) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"], [1, 1])
    page = await visitors.open(f"{site.url}/poll/{key}{path}")

    assert not await reaches_above(page, selector)

    # so it would be without the rule
    await page.evaluate(
        "selector => { document.querySelector(selector).style.overflow = 'visible' }",
        selector,
    )
    assert await reaches_above(page, selector)


async def test_lines_of_a_list_are_cut_above_and_keep_their_numbers(
    visitors: Visitors, site: Site
) -> None:
    async with databases.opened(site.settings) as database:
        key = await elections.held(database, elections.BURLINGTON, "instant_runoff")
    page = await visitors.open(f"{site.url}/poll/{key}/results")
    box = await page.locator(".told li").first.bounding_box()
    assert box
    number: FloatRect = {"x": box["x"] - 24, "y": box["y"], "width": 24, "height": 24}

    assert not await reaches_above(page, ".told li em")
    numbered = await page.screenshot(clip=number, full_page=True)

    await page.locator(".told").evaluate("list => { list.style.listStyle = 'none' }")
    assert await page.screenshot(clip=number, full_page=True) != numbered
