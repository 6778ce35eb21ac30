"""A person scores choices and answers dates, with a finger and with keys."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from polls.domain.questions.questions import Kind, NewChoice
from tests.browser.visitors import with_and_without_javascript

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
DASH = "\N{EN DASH}"


async def ask(site: Site, method: str = "score", **values: Any) -> str:
    rules = {"choices": ("Tea", "Coffee", BLANK), "method": method, "max_choices": None}
    return await site.ask("What shall we drink?", **rules | values)


@with_and_without_javascript
async def test_score_is_given_and_taken_back(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{key}", width=360, javascript=javascript)
    tea = page.get_by_role("radiogroup", name="Tea")
    coffee = page.get_by_role("radiogroup", name="Coffee")
    await expect(tea.get_by_label("No score")).to_be_checked()

    await tea.get_by_label("3", exact=True).check()
    await coffee.get_by_label("0 worst").check()
    await tea.get_by_label("No score").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.locator("#recorded")).to_have_text("Your vote is recorded: Coffee: 0")
    assert await site.count(key) == (1, [0, 1, 0])


async def test_scores_need_no_more_than_keys(visitors: Visitors, site: Site) -> None:
    key = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{key}")

    for _ in range(3):  # the skip link, the site's name, the first choice
        await page.keyboard.press("Tab")
    for _ in range(6):  # from no score up to the best
        await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")

    await expect(page.locator("#recorded li")).to_have_text(["Tea: 5", "Coffee: 0"])


async def test_blank_vote_sets_the_scores_aside(visitors: Visitors, site: Site) -> None:
    key = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{key}")
    tea = page.get_by_role("radiogroup", name="Tea")
    await tea.get_by_label("3", exact=True).check()

    await page.get_by_label("Blank vote").check()
    await expect(page.locator("[data-others]")).to_have_attribute("inert", "")
    await page.get_by_label("Blank vote").uncheck()
    await expect(tea.get_by_label("3", exact=True)).to_be_checked()
    await page.get_by_label("Blank vote").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.locator("#recorded")).to_have_text("Your vote is recorded: Blank vote")


@pytest.mark.parametrize(("timezone", "apart"), [("Europe/Berlin", 58), ("Asia/Tokyo", 68)])
async def test_sixty_dates_are_a_compact_list_on_a_phone(
    visitors: Visitors,
    site: Site,
    timezone: str,
    apart: int,
) -> None:
    first = date(2126, 6, 1)
    days = tuple(f"{first + timedelta(days=n)} 18:00{DASH}20:00" for n in range(60))
    key = await ask(site, "availability", choices=days, zone="Europe/Berlin")
    page = await visitors.open(f"{site.url}/poll/{key}", width=360, timezone=timezone)

    places = [await each.bounding_box() for each in await page.locator(".dates .line").all()]
    targets = [await each.bounding_box() for each in await page.locator(".answers .point").all()]

    tops = [place["y"] for place in places if place]
    distances = sorted(after - before for before, after in pairwise(tops))
    assert all(place and place["height"] <= 64 for place in places)
    assert len(tops) == 60
    assert distances[57] <= apart, "but for the first date of a month"
    assert len(targets) == 240
    assert all(each and min(each["width"], each["height"]) >= 44 for each in targets)


async def test_dates_are_answered_with_keys_alone(visitors: Visitors, site: Site) -> None:
    key = await ask(site, "availability", choices=("2126-12-24", "2126-12-31"))
    page = await visitors.open(f"{site.url}/poll/{key}", width=360)

    for _ in range(3):  # the skip link, the site's name, the first date
        await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")  # from no answer round to the first one
    await page.keyboard.press("Tab")
    for _ in range(2):
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Enter")

    await expect(page.locator("#recorded li")).to_have_text(
        ["Tuesday 24 December 2126: Yes", "Tuesday 31 December 2126: If need be"],
    )


@pytest.mark.parametrize(
    ("timezone", "here"),
    [
        ("America/New_York", [f"Tue, 12:00{DASH}14:00 for you"]),
        ("Europe/Paris", []),  # other name, same clocks
    ],
)
async def test_dates_are_shown_by_the_readers_clocks_too(
    visitors: Visitors,
    site: Site,
    timezone: str,
    here: list[str],
) -> None:
    dates = (f"2126-12-24 18:00{DASH}20:00", "2126-12-31")
    key = await ask(site, "availability", choices=dates, zone="Europe/Berlin")

    page = await visitors.open(f"{site.url}/poll/{key}", timezone=timezone)

    words = await page.locator(".here").all_inner_texts()
    assert [" ".join(each.split()) for each in words] == here
    await page.get_by_role("radiogroup", name="31 December 2126").get_by_label("If need be").check()
    await page.get_by_role("button", name="Vote").click()
    await expect(page.locator("#recorded")).to_have_text(
        "Your vote is recorded: Tuesday 31 December 2126: If need be",
    )
