"""What holds on every page: accessible, fit for a phone, and quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]

from tests.browser.documents import CHECKERS, Documents
from tests.browser.pages import PAGES, Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Page, ViewportSize

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

    Getting = Callable[[Visit], Awaitable[Page]]

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = Axe().axe_script
VIOLATIONS = "async (options) => (await axe.run(options)).violations"

on_every_page = pytest.mark.parametrize("page_of", PAGES, ids=lambda page_of: page_of.__name__)

PHONE: ViewportSize = {"width": 360, "height": 800}
WIDTH = "document.scrollingElement.scrollWidth"
TARGET_HEIGHT = 44

# A target is what a finger hits, not a box: the points just inside its height must lead to it.
SMALL_TARGETS = """
(height) => [...document.querySelectorAll("main a, main button, main input, header a")]
  .filter((element) => element.checkVisibility() && !element.closest("[inert]"))
  .filter((element) => {
    element.scrollIntoView({ block: "center" });
    const target = element.closest("label") ?? element;
    const box = target.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    return [y - height / 2 + 1, y + height / 2 - 1].some((reach) => {
      const hit = document.elementFromPoint(x, reach);
      return !(hit && target.contains(hit));
    });
  })
  .map((element) => element.outerHTML)
"""


TOO_WIDE = """
() => [...document.querySelectorAll("main *")]
  .filter((element) => element.checkVisibility() && !element.closest(".sideways, .unseen"))
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map((element) => element.outerHTML.slice(0, 200))
"""
UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"
LARGE = "document.documentElement.style.fontSize = '200%'"
LONGEST_WORD = 9
BROKEN_WORDS = """
(longest) => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    const element = node.parentElement;
    if (element.closest("svg, .unseen, option, code") || !element.checkVisibility()) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s-]+/g)) {
      if (word.length > longest) continue;
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) broken.push(word);
    }
  }
  return broken;
}
"""
"""Words of a few letters that stand on several lines for want of width; long ones may."""


@pytest.fixture
def visit(visitors: Visitors, site: Site, empty_site: Site, broken_url: str) -> Visit:
    return Visit(visitors, site, empty_site, broken_url, {})


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    return Documents(tmp_path_factory.mktemp("documents"))


async def violations(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """Return the rules that axe finds broken, of these or of all, each with the places."""
    if not await page.evaluate("'axe' in globalThis"):
        await page.evaluate(AXE)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    violations = await page.evaluate(VIOLATIONS, options)
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]


@on_every_page
async def test_page_is_accessible_and_fits_a_phone(
    visit: Visit,
    page_of: Getting,
    documents: Documents,
) -> None:
    page = await page_of(visit)

    await documents.keep(visit, page, page_of.__name__)
    assert await violations(page) == []
    await page.emulate_media(color_scheme="dark")
    assert await violations(page, "color-contrast") == []
    await page.set_viewport_size(PHONE)
    assert await page.evaluate(WIDTH) == PHONE["width"]
    assert await page.evaluate(SMALL_TARGETS, TARGET_HEIGHT) == []
    for change in (UNFOLD, LARGE):
        await page.evaluate(change)
        width = await page.evaluate(WIDTH)
        assert width == PHONE["width"], (change, await page.evaluate(TOO_WIDE))
    assert await page.evaluate(BROKEN_WORDS, LONGEST_WORD) == []


@pytest.mark.timeout(900)  # alone it visits all pages, after the tests above none
@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
async def test_pages_are_valid_html(
    visit: Visit,
    documents: Documents,
    checker: Callable[[Path], Awaitable[list[str]]],
) -> None:
    for page_of in PAGES:
        if not documents.has(page_of.__name__):
            await documents.keep(visit, await page_of(visit), page_of.__name__)
            await visit.visitors.leave()

    assert await checker(documents.folder) == []


async def test_accessibility_check_finds_what_is_wrong(visit: Visit, site: Site) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    page = await visit.open(f"/poll/{key}")
    await page.evaluate("document.querySelector('label.choice span').remove()")
    await page.evaluate("document.querySelector('.consequences').style.color = '#999'")

    assert {rule for rule, _ in await violations(page)} == {"label", "color-contrast"}
    await page.emulate_media(color_scheme="dark")
    await page.evaluate("document.querySelector('.consequences').style.color = '#222'")
    assert [rule for rule, _ in await violations(page, "color-contrast")] == ["color-contrast"]


async def test_phone_checks_find_what_is_too_wide_and_too_small(visit: Visit) -> None:
    visit.setup["width"] = PHONE["width"]
    page = await visit.open("/")
    await page.evaluate("document.querySelector('main').style.width = '500px'")
    await page.evaluate("document.querySelector('h1').innerHTML = '<a href=\"/\">Small</a>'")

    assert await page.evaluate(WIDTH) > PHONE["width"]
    assert await page.evaluate(SMALL_TARGETS, TARGET_HEIGHT) == ['<a href="/">Small</a>']


async def test_check_of_words_finds_a_column_that_is_narrower(visit: Visit) -> None:
    visit.setup["width"] = PHONE["width"]
    page = await visit.open("/")
    await page.evaluate("document.querySelector('h1').style.width = '2em'")

    assert await page.evaluate(BROKEN_WORDS, LONGEST_WORD) == ["Questions"]


async def test_watch_notices_what_a_page_must_not_do(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(site.url)
    await page.evaluate("document.body.append(document.createElement('style'))")
    await page.evaluate("document.querySelector('style').textContent = 'p { color: red }'")
    await page.evaluate("void fetch('http://192.0.2.1/').catch(() => {})")
    async with page.expect_event("pageerror"):
        await page.evaluate("setTimeout(() => { throw new Error('mistake') })")

    complaints = visitors.complaints()

    for expected in ("Blocked by style-src-elem", "Blocked by connect-src", "script: mistake"):
        assert any(expected in complaint for complaint in complaints), (expected, complaints)
