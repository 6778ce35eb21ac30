"""Dates of a result by the reader's own clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.pages import Visit
from tests.browser.told_pages import results_of_dates

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOVE_AS_THE_LIVE_TALLY_DOES = "document.querySelectorAll('.here').forEach((each) => each.remove())"


async def test_hours_stand_also_by_the_readers_clocks(
    visitors: Visitors,
    site: Site,
    empty_site: Site,
) -> None:
    page = await results_of_dates(Visit(visitors, site, empty_site, "", {}))
    here = page.locator(".here")
    brief = ["Sun, 12:00–14:00 for you", "Sun 03:00 for you"]  # noqa: RUF001 - as written
    hours = [*brief, *brief]  # in the table and in the lines

    await expect(here).to_have_text(hours)
    await page.evaluate(MOVE_AS_THE_LIVE_TALLY_DOES)

    await expect(here).to_have_text(hours)
