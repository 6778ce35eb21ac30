"""“On my phone the table is cut off”, as users of other programs say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Voters
from tests.browser.pages import LONG_WORD
from tests.browser.voter_pages import SEVERAL

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = 360
FINGER = 44


async def width(page: Page) -> int:
    """Return how wide the page is, whatever of it is seen."""
    found: int = await page.evaluate("document.scrollingElement.scrollWidth")
    return found


async def test_i_have_to_scroll_sideways(visitors: Visitors, served: Site) -> None:
    key = await served.ask(LONG_WORD, [LONG_WORD, LONG_WORD[::-1]], max_choices=2)
    page = await visitors.open(f"{served.url}/poll/{key}", width=PHONE)
    widths = [await width(page)]

    await page.get_by_role("checkbox").first.check()
    await page.get_by_role("button").click()
    widths.append(await width(page))
    await page.get_by_role("link", name="private link").click()
    widths.append(await width(page))

    assert widths == [PHONE] * 3


async def test_i_cannot_hit_the_little_boxes(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{served.url}/poll/{key}", width=PHONE)

    boxes = [await each.bounding_box() for each in await page.locator("label.choice").all()]
    assert all(box and box["height"] >= FINGER and box["width"] >= 300 for box in boxes)
    await page.locator("label.choice").first.click(position={"x": 290, "y": 5})

    await expect(page.get_by_label("The lake")).to_be_checked()


async def test_it_zooms_in_when_i_write_my_name(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Who comes?", ["I do", "Not I"], voters=Voters.NAMED)
    page = await visitors.open(f"{served.url}/poll/{key}", width=PHONE)

    name = page.get_by_label("Your name")
    size = await name.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")

    assert size >= 16  # below that, a phone zooms to be readable


async def test_two_taps_are_enough(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Tea or coffee?", ["Tea", "Coffee"])
    page = await visitors.open(f"{served.url}/poll/{key}", width=PHONE, height=640)

    await expect(page.get_by_role("button", name="Vote")).to_be_in_viewport(ratio=1)
    await page.get_by_text("Coffee", exact=True).click()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.get_by_role("status")).to_be_in_viewport(ratio=1)
