"""The big screen: what a room sees, and what its presenter does."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import expect

from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHOICES = ("At the lake", "In the garden", "Inside")
PROJECTORS = ((1280, 720), (1920, 1080))
LONG = "Which of these shall we talk about first, given that time is short? " * 3

# Rows that are cut off, and words that stick out of their row or are smaller than 1/70 of the
# screen's height, which on a screen of 2 m is nearly 3 cm: legible from some 9 m.
ILLEGIBLE = """
() => [...document.querySelectorAll(".screen tbody tr")].filter((row) => {
  const box = row.getBoundingClientRect();
  const cell = row.querySelector("th");
  if (row.hidden) return false;
  const words = cell.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(cell).fontSize);
  return box.bottom > innerHeight || words.bottom > box.bottom + 1 || size < innerHeight / 70;
}).map((row) => row.textContent)
"""

# The answer, and what must not be larger.
SIZES = """
() => [".answer", "h1", "tbody th", "thead th"].map((selector) =>
  parseFloat(getComputedStyle(document.querySelector(`.screen ${selector}`)).fontSize))
"""


@pytest.mark.parametrize("projector", PROJECTORS)
@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Where shall we eat?", 2),
        ("Where shall we eat?", 7),
        ("Where shall we eat?", 60),
        (LONG[:200], 24),
    ],
)
async def test_screen_needs_no_scrolling(
    visitors: Visitors,
    site: Site,
    projector: tuple[int, int],
    text: str,
    choices: int,
) -> None:
    key = await site.ask(text, [f"Number {number}" for number in range(choices)], [1, 2])
    width, height = projector

    path = f"/poll/{key}/screen?numbers=1"
    page = await visitors.open(f"{site.url}{path}", width=width, height=height)

    size = await page.evaluate(
        "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]",
    )
    assert size == [width, height]
    assert await page.evaluate(ILLEGIBLE) == []
    assert await page.evaluate(SIZES) == sorted(await page.evaluate(SIZES), reverse=True)
    for part in (".facts", ".code svg", ".address", ".controls"):
        await expect(page.locator(part)).to_be_in_viewport(ratio=1)
    code = await page.locator(".code svg").bounding_box()
    assert code is not None
    assert code["height"] >= 0.45 * height
    titles = page.get_by_role("columnheader")
    assert await titles.all_text_contents() == ["Choice", "Votes", "Share"]
    for title in await titles.all():
        await expect(title).to_be_in_viewport(ratio=1)


async def test_legibility_check_finds_what_is_too_small_and_too_low(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    # Without the script, which would put a new tally over what is spoilt here.
    page = await visitors.open(
        f"{site.url}/poll/{key}/screen",
        height=720,
        javascript=False,
    )
    await page.evaluate("document.querySelector('tbody th').style.fontSize = '10px'")
    await page.evaluate("document.querySelector('tbody tr:last-child').style.top = '400px'")

    assert len(await page.evaluate(ILLEGIBLE)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_qr_code_leads_to_the_ballot(
    visitors: Visitors,
    site: Site,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await visitors.open(f"{site.url}/poll/{key}/screen", scheme=scheme, width=width)

    photo = Image.open(io.BytesIO(await page.screenshot(full_page=True)))

    (code,) = zxingcpp.read_barcodes(photo, try_invert=False)
    assert code.text == f"{site.url}/poll/{key}"
    name = f"QR code: {code.text}"
    await expect(page.get_by_role("img", name=name, exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name=code.text.removeprefix("http://"))).to_be_visible()


async def test_numbers_are_shown_and_hidden_by_the_button(visitors: Visitors, site: Site) -> None:
    page = await _screen(visitors, site)
    await _expect_numbers(page, shown=False)

    await page.get_by_role("button", name="Show the numbers").click()
    await _expect_numbers(page, shown=True)
    await page.reload()
    await _expect_numbers(page, shown=True)

    await page.get_by_role("button", name="Hide the numbers").click()
    await _expect_numbers(page, shown=False)
    await page.reload()
    await _expect_numbers(page, shown=False)


@pytest.mark.parametrize(
    ("show", "hide"),
    [("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp")],
    ids=["arrows", "clicker"],
)
async def test_numbers_are_shown_and_hidden_by_a_key(
    visitors: Visitors,
    site: Site,
    show: str,
    hide: str,
) -> None:
    page = await _screen(visitors, site)

    await page.keyboard.press(show)
    await _expect_numbers(page, shown=True)
    await page.keyboard.press(show)
    await _expect_numbers(page, shown=True)
    await page.keyboard.press(hide)
    await _expect_numbers(page, shown=False)
    await page.keyboard.press(f"Alt+{show}")
    await _expect_numbers(page, shown=False)


async def test_page_keys_scroll_where_there_is_more_to_see(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Which?", [f"Number {number}" for number in range(60)], [1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen", width=360, height=640)

    await page.keyboard.press("PageDown")

    await until(page, "scrollY > 0")
    await _expect_numbers(page, shown=False)


async def test_pages_of_choices_turn_by_themselves_until_stopped(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", [f"Number {number}" for number in range(12)], [1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen?numbers=1", is_altered=True)
    await page.clock.install()
    await page.reload()
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)

    await page.clock.run_for(10_000)
    await _expect_extent(page, "Choices 11 to 12 of 12", 2)
    await site.vote(key, 11)
    await expect(page.get_by_text("2 votes", exact=True)).to_be_visible()
    await _expect_extent(page, "Choices 11 to 12 of 12", 2)
    await page.clock.run_for(10_000)
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)

    await page.keyboard.press("Space")
    await page.clock.run_for(30_000)
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)
    await page.keyboard.press("ArrowDown")
    await _expect_extent(page, "Choices 11 to 12 of 12", 2)
    await page.keyboard.press("ArrowUp")
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)


async def test_pages_of_choices_wait_for_who_wants_less_motion(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", [f"Number {number}" for number in range(12)], [1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen?numbers=1", is_altered=True)
    await page.clock.install()
    await page.emulate_media(reduced_motion="reduce")
    await page.reload()

    await page.clock.run_for(30_000)
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)
    await page.get_by_role("button", name="Keep turning").click()
    await page.clock.run_for(10_000)
    await _expect_extent(page, "Choices 11 to 12 of 12", 2)


async def test_pages_of_choices_are_links_without_javascript(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", [f"Number {number}" for number in range(12)], [1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen", javascript=False)
    await _expect_extent(page, "Choices 1 to 10 of 12", 10)

    await page.get_by_role("link", name="Next").click()
    await page.get_by_role("button", name="Show the numbers").click()

    await _expect_extent(page, "Choices 11 to 12 of 12", 2)
    await _expect_numbers(page, shown=True)


async def test_numbers_are_shown_without_javascript(visitors: Visitors, site: Site) -> None:
    page = await _screen(visitors, site, javascript=False)
    await _expect_numbers(page, shown=False)
    await expect(page.get_by_role("img", name="QR code")).to_be_visible()
    await expect(page.get_by_role("button", name="Full screen")).to_be_hidden()

    await page.get_by_role("button", name="Show the numbers").click()
    await _expect_numbers(page, shown=True)
    await page.get_by_role("link", name="Refresh").click()
    await _expect_numbers(page, shown=True)
    await page.get_by_role("button", name="Hide the numbers").click()
    await _expect_numbers(page, shown=False)


async def test_votes_are_counted_but_not_told_before_the_numbers(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await visitors.open(f"{site.url}/poll/{key}/screen", is_altered=True)
    said = page.locator("body > [aria-live=polite]")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    await page.clock.install()

    await site.vote(key, 2)
    await expect(page.get_by_text("1 vote", exact=True)).to_be_visible(timeout=1_000)
    await page.clock.run_for(10_000)
    await expect(said).to_have_text("")
    bars = page.locator(".part")
    assert await bars.last.evaluate("(bar) => bar.getBoundingClientRect().width") == 0

    await page.keyboard.press("ArrowRight")
    await page.clock.run_for(10_000)
    await expect(said).to_have_text("Inside leads with 1 of 1 vote.")
    row = await page.locator("tbody tr").last.bounding_box()
    assert row is not None
    bar = "document.querySelector('tr:last-child .part')"
    await until(page, f"{bar}.getBoundingClientRect().width === {row['width']}")


async def test_order_does_not_tell_who_won_before_the_numbers(
    visitors: Visitors, site: Site
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [0, 1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()

    await site.close(key)

    await expect(page.get_by_role("img", name="QR code")).to_be_hidden()
    assert await page.locator("tbody th bdi").all_text_contents() == list(CHOICES)


async def test_closing_leaves_the_screen_to_the_result(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1])
    page = await visitors.open(f"{site.url}/poll/{key}/screen?numbers=1")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()

    await site.close(key)

    await expect(page.locator(".answer")).to_have_text("At the lake won with 1 of 1 vote.")
    await expect(page.get_by_role("img", name="QR code")).to_be_hidden()
    await expect(page.get_by_text("Live", exact=True)).to_be_hidden()


async def test_answer_is_whole_above_many_choices_when_voting_has_ended(
    visitors: Visitors,
    site: Site,
) -> None:
    choices = [f"The proposal with the number {number}" for number in range(24)]
    key = await site.ask(LONG[:200], choices, [1, 1])
    await site.close(key)

    page = await visitors.open(f"{site.url}/poll/{key}/screen?numbers=1", width=1280, height=720)

    answer = page.locator(".answer")
    await expect(answer).to_contain_text("won by drawing lots.")
    assert await answer.evaluate("it => it.scrollHeight <= it.clientHeight")
    assert await page.evaluate(ILLEGIBLE) == []


async def test_full_screen_by_button_and_key(visitors: Visitors, site: Site) -> None:
    page = await _screen(visitors, site)

    await page.get_by_role("button", name="Full screen").click()
    await until(page, "document.fullscreenElement")
    await page.get_by_role("button", name="Leave full screen").click()
    await until(page, "!document.fullscreenElement")
    await page.keyboard.press("Alt+Enter")
    await until(page, "document.fullscreenElement")
    await page.keyboard.press("Alt+Enter")
    await until(page, "!document.fullscreenElement")
    await _expect_numbers(page, shown=False)


async def test_full_screen_is_not_offered_where_there_is_none(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await _screen(visitors, site, is_altered=True)
    await page.add_init_script("Object.defineProperty(document, 'fullscreenEnabled', {})")

    await page.reload()

    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Full screen")).to_be_hidden()


async def _screen(visitors: Visitors, site: Site, **setup: bool) -> Page:
    key = await site.ask("Where shall we eat?", CHOICES, [2, 1])
    return await visitors.open(f"{site.url}/poll/{key}/screen", **setup)


async def _expect_extent(page: Page, text: str, rows: int) -> None:
    await expect(page.locator("[data-extent]")).to_have_text(text)
    await expect(page.locator(".screen tbody tr:visible")).to_have_count(rows)


async def _expect_numbers(page: Page, *, shown: bool) -> None:
    await expect(page.locator(".answer")).to_be_visible(visible=shown)
    for number in await page.locator("td").all():
        if not await number.evaluate("(cell) => cell.parentElement.hidden"):
            await expect(number).to_be_visible(visible=shown)
    button = page.get_by_role("button", name="Hide the numbers" if shown else "Show the numbers")
    await expect(button).to_be_visible()
