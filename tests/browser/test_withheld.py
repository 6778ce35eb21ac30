"""A result that is not shown yet appears on the page when its moment comes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Visibility
from polls.services.running import databases
from tests import asking, ledgers
from tests.browser.result_pages import asked

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

A_WHILE = 5_000


async def watching(visitors: Visitors, url: str) -> Page:
    page = await visitors.open(url)
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    return page


async def test_result_appears_at_closing(visitors: Visitors, site: Site) -> None:
    async with databases.opened(site.settings) as database:
        key = await asked(database, (1,), (1,), (2,), visibility=Visibility.CLOSED)
        page = await watching(visitors, f"{site.url}/poll/{key}/results")
        await expect(page.locator(".answer")).to_have_text(
            "The result appears when the organiser ends voting.",
        )
        await ledgers.append(database, key, (1,))
        await expect(page.locator(".facts")).to_contain_text("4 votes", timeout=A_WHILE)
        await expect(page.locator("table")).to_have_count(0)

        await asking.close(database, key)

        await expect(page.locator(".answer")).to_have_text(
            "Tea won with 3 of 4 votes.",
            timeout=A_WHILE,
        )
        await expect(page.locator("tbody tr").first).to_contain_text("75 %")
        await expect(page.get_by_role("link", name="Vote on this question")).to_be_hidden()
        await expect(page.locator(".liveness")).to_be_hidden()


async def test_result_appears_when_it_is_published_after_closing(
    visitors: Visitors,
    site: Site,
) -> None:
    async with databases.opened(site.settings) as database:
        key = await asked(database, (1,), visibility=Visibility.ORGANISER)
        page = await watching(visitors, f"{site.url}/poll/{key}/results")

        await asking.close(database, key)
        await expect(page.locator(".facts")).to_contain_text("Closed", timeout=A_WHILE)
        await expect(page.get_by_text("Live", exact=True)).to_be_visible()
        await expect(page.get_by_role("link", name="Vote on this question")).to_be_hidden()
        await ledgers.change(database, key, published_at=datetime.now(UTC))

        await expect(page.locator(".answer")).to_have_text(
            "Tea won with 1 of 1 vote.",
            timeout=A_WHILE,
        )
        await expect(page.locator(".liveness")).to_be_hidden()


async def test_screen_has_nothing_to_reveal_before_the_end(visitors: Visitors, site: Site) -> None:
    async with databases.opened(site.settings) as database:
        key = await asked(database, (1,), (1,), (2,), visibility=Visibility.CLOSED)
        page = await watching(visitors, f"{site.url}/poll/{key}/screen")
        await expect(page.locator(".answer")).to_be_visible()
        await expect(page.get_by_role("button", name="Show the numbers")).to_be_hidden()

        await asking.close(database, key)

        show = page.get_by_role("button", name="Show the numbers")
        await expect(show).to_be_visible(timeout=A_WHILE)
        await expect(page.locator(".answer")).to_be_hidden()
        await show.click()
        await expect(page.locator(".answer")).to_have_text("Tea won with 2 of 3 votes.")
        await expect(page.locator(".answer")).to_be_visible()


async def test_organisers_screen_shows_what_the_room_may_not_see(
    visitors: Visitors,
    site: Site,
) -> None:
    async with databases.opened(site.settings) as database:
        new = await asking.asked(database, visibility=Visibility.CLOSED, is_listed=False)
        await ledgers.append(database, new.key, (2,))
        page = await visitors.open(f"{site.url}/poll/{new.key}/organise/{new.secret}")

        await page.goto(f"{site.url}/poll/{new.key}/screen?numbers=1")
        await expect(page.get_by_text("Live", exact=True)).to_be_visible()
        await ledgers.append(database, new.key, (2,))

        await expect(page.locator(".answer")).to_have_text(
            "Coffee leads with 2 of 2 votes.",
            timeout=A_WHILE,
        )
