"""A person votes with the keyboard alone, and sees at every step where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The ring is drawn around the element, around the label that holds it, or around the sheet
# that its ::after covers.
RING = """
() => {
  const element = document.activeElement;
  const styles = [
    getComputedStyle(element),
    getComputedStyle(element, "::after"),
    ...[element.closest("label")].filter(Boolean).map((label) => getComputedStyle(label)),
  ];
  const widths = styles
    .filter((style) => style.outlineStyle === "solid")
    .map((style) => parseFloat(style.outlineWidth));
  return Math.max(0, ...widths);
}
"""


async def test_keyboard_is_enough_to_vote(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden", "Inside"])
    page = await visitors.open(f"{site.url}/poll/{key}")

    await _press(page, "Tab", "Tab", "Tab")  # the skip link, the site's name, the first choice
    await expect(page.get_by_label("At the lake")).to_be_focused()
    await _press(page, "Space")
    await expect(page.get_by_label("At the lake")).to_be_checked()
    await _press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    await expect(page.get_by_label("In the garden")).to_be_checked()
    await _press(page, "Tab")
    await expect(page.get_by_role("button", name="Vote")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: In the garden")
    assert await site.count(key) == (1, [0, 1, 0])


async def test_enter_on_a_choice_votes(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}")

    await _press(page, "Tab", "Tab", "Tab", "ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: In the garden")


async def test_skip_link_leads_to_the_content(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(site.url)
    skip = page.get_by_role("link", name="Skip to the content")
    await expect(skip).not_to_be_in_viewport()

    await _press(page, "Tab")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")

    await expect(page.locator("main")).to_be_focused()
    await _press(page, "Tab")
    await expect(page.get_by_role("link", name="Ask a question")).to_be_focused()


async def test_focus_is_visible_on_every_stop(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])

    of_one = (f"/poll/{key}", f"/poll/{key}/results", f"/poll/{key}/screen")
    for path in ("/", *of_one, "/nothing"):
        page = await visitors.open(f"{site.url}{path}")
        if await page.locator("[data-liveness]").count():  # which takes the place of a link
            await expect(page.locator("[data-liveness]")).to_have_text("Live")
        stops = await page.locator("a[href]:visible, button:visible").count()
        has_choices = await page.get_by_role("radio").count() > 0  # one stop, however many
        await _press(page, *["Tab"] * (stops + has_choices))


async def test_ring_check_finds_a_stop_without_one(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(site.url)
    await page.evaluate("document.querySelector('.skip').style.outline = 'none'")

    await page.keyboard.press("Tab")

    assert await page.evaluate(RING) == 0


async def _press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)
        assert await page.evaluate(RING) >= 2, await page.evaluate(
            "document.activeElement.outerHTML",
        )
