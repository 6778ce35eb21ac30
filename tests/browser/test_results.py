"""The result is a sentence and a real table, to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_results_are_a_table_with_named_rows_and_columns(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "Inside"], [3, 1])

    page = await visitors.open(f"{site.url}/poll/{key}/results")

    await expect(page.locator("main")).to_match_aria_snapshot("""
        - heading "Where shall we eat?" [level=1]
        - region "Result so far":
          - heading "Result so far" [level=2]
          - paragraph:
            - emphasis: At the lake
            - text: leads with 3 of 4 votes.
          - table:
            - rowgroup:
              - row "Choice Votes Share":
                - columnheader "Choice"
                - columnheader "Votes"
                - columnheader "Share"
            - rowgroup:
              - row "At the lake 3 75 %":
                - rowheader "At the lake"
                - cell "3"
                - cell "75 %"
              - row "Inside 1 25 %":
                - rowheader "Inside"
                - cell "1"
                - cell "25 %"
          - paragraph: 4 votes Open
        - paragraph: Live
        - link "Vote on this question"
        - link "Big screen"
        - link "All questions"
    """)


@pytest.mark.parametrize("width", [360, 1280])
async def test_bars_are_as_long_as_their_shares(
    visitors: Visitors,
    site: Site,
    width: int,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "Inside"], [3, 1])

    page = await visitors.open(f"{site.url}/poll/{key}/results", width=width)

    table = await page.locator("table").bounding_box()
    bars = [await bar.bounding_box() for bar in await page.locator(".bar .part").all()]
    assert table is not None
    shares = [round(100 * bar["width"] / table["width"]) for bar in bars if bar]
    assert shares == [75, 25]


async def test_long_choice_does_not_lie_under_its_bar(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake " * 16, "Inside"])

    page = await visitors.open(f"{site.url}/poll/{key}/results", width=360)

    bar = await page.locator(".bar").first.bounding_box()
    row = await page.locator("tbody tr").first.bounding_box()
    text_bottom = await page.evaluate("""
        () => {
          const range = document.createRange();
          range.selectNode(document.querySelector("tbody th").firstChild);
          return range.getBoundingClientRect().bottom;
        }
    """)
    assert bar is not None
    assert row is not None
    assert text_bottom <= bar["y"]
    assert bar["y"] + bar["height"] <= row["y"] + row["height"]
