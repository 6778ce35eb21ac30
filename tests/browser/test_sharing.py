"""An organiser hands the voters' link to the device's own way of sharing, and looks at a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.test_managing import ask

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

DEVICE = """
navigator.canShare = (data) => "url" in data;
navigator.share = async (data) => { window.shared = data; };
"""
"""Headless browsers have no list of programs to share with."""


async def test_link_is_handed_to_the_device_where_it_shares(visitors: Visitors, site: Site) -> None:
    asked = await ask(site)
    address = f"{site.url}/poll/{asked.key}/organise/{asked.secret}"
    page = await visitors.open(address, is_altered=True)
    await page.goto(f"{site.url}/poll/{asked.key}/share")
    button = page.get_by_role("button", name="Share…")
    await expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    await expect(button).to_be_hidden()

    await page.context.add_init_script(DEVICE)
    await page.reload()
    await button.click()

    shared = await page.evaluate("window.shared")
    assert shared == {"title": "Where shall we eat?", "url": f"{site.url}/poll/{asked.key}"}


async def test_frame_for_other_sites_is_seen_before_it_is_used(
    visitors: Visitors, site: Site
) -> None:
    asked = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await page.goto(f"{site.url}/poll/{asked.key}/share")

    await page.get_by_text("Preview", exact=True).click()

    frame = page.frame_locator("iframe[title=Preview]")
    await expect(frame.get_by_role("heading", level=1)).to_have_text("Where shall we eat?")
