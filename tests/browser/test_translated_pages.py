"""Pages in the pseudo-locale: what is not translated, and what longer texts break, is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest

from polls.middlewares.languages import COOKIE
from polls.presentation.language import PSEUDO
from tests.browser.pages import PAGES, Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = 360
CHOSEN = {
    "ballot",
    "ballot_with_problem",
    "closed_ballot",
    "edit_form",
    "find_a_date",
    "index",
    "managed_open",
    "new_question_that_was_advised",
    "ranking_begun",
    "results_after_voting",
    "results_by_weight",
    "results_of_wins_and_losses",
    "screen_in_steps",
    "slips",
}
"""One page of each kind, and those that grow the most: every page takes a second."""

OWN = (
    "[dir=auto], bdi, code, script, textarea, .wordmark, "
    ".name, .address, .link, .calendar, [data-shift], a[rel~=noreferrer]"
)
"""What people wrote, also in names of buttons, what is no text, and a calendar, which is in the
browser's own words."""

LEFT_OUT = """
(own) => {
  const found = new Set();
  const read = (text) => {
    const ours = text.replaceAll(/[\\u2066-\\u2068][^\\u2069]*\\u2069|https?:\\S+/g, "");
    if (/[A-Za-z]{4,}/.test(ours)) found.add(text.trim());
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.parentElement.closest(own)) read(texts.currentNode.data);
  }
  for (const name of ["alt", "aria-label", "placeholder", "title"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(own)) read(element.getAttribute(name));
    }
  }
  return [...found];
}
"""
"""Words in plain letters."""

TOO_WIDE = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility() && !element.closest(".sideways, .unseen"))
  .filter((element) => {
    const box = element.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1;
  })
  .map((element) => element.outerHTML.slice(0, 200))
"""
UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"


async def in_pseudo_locale(page: Page) -> None:
    """Get a page again, as somebody sees it on a phone who reads the pseudo-locale."""
    address, _ = urldefrag(page.url)
    await page.context.add_cookies([{"name": COOKIE, "value": PSEUDO.code, "url": address}])
    await page.set_viewport_size({"width": PHONE, "height": 800})
    await page.goto("about:blank")
    await page.goto(address)
    await page.evaluate(UNFOLD)


@pytest.mark.parametrize(
    "page_of",
    [page_of for page_of in PAGES if page_of.__name__ in CHOSEN],
    ids=lambda page_of: page_of.__name__,
)
async def test_page_is_translated_and_fits_a_phone(
    visitors: Visitors,
    site: Site,
    page_of: Callable[[Visit], Awaitable[Page]],
) -> None:
    page = await page_of(Visit(visitors, site, site, "", {}))

    await in_pseudo_locale(page)

    assert await page.evaluate("document.dir") == "rtl"
    assert await page.evaluate(LEFT_OUT, OWN) == []
    assert await page.evaluate(TOO_WIDE) == []


async def test_chosen_pages_are_there() -> None:
    assert {page_of.__name__ for page_of in PAGES} >= CHOSEN


async def test_check_finds_what_is_left_out_and_too_wide(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(site.url)
    await in_pseudo_locale(page)
    await page.evaluate("document.querySelector('h1').textContent = 'Questions'")
    await page.evaluate("document.querySelector('main').style.width = '500px'")

    assert await page.evaluate(LEFT_OUT, OWN) == ["Questions"]
    assert await page.evaluate(TOO_WIDE)
