"""An organiser leads a question through its life, with JavaScript and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect

from polls.services.running import databases
from tests import asking
from tests.browser.managing_pages import end_voting, stop_voting
from tests.browser.test_keyboard import RING
from tests.browser.visitors import with_and_without_javascript

if TYPE_CHECKING:
    from polls.services.questions.questions import Asked
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(site: Site, **values: Any) -> Asked:
    async with databases.opened(site.settings) as database:
        return await asking.asked(
            database,
            "Where shall we eat?",
            ["At the lake", "In the gardn", "Inside"],
            is_listed=False,
            **values,
        )


async def stage(page: Page) -> str:
    return await page.locator("[aria-current=step]").inner_text()


@with_and_without_javascript
async def test_question_is_tried_out_opened_mended_closed_and_deleted(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    asked = await ask(site, is_draft=True)
    key = asked.key
    page = await visitors.open(
        f"{site.url}/poll/{key}/organise/{asked.secret}",
        javascript=javascript,
    )
    await expect(page).to_have_url(f"{site.url}/poll/{key}/manage")

    await page.get_by_role("link", name="Try it out").click()
    await page.get_by_label("Inside").check()
    await page.get_by_role("button", name="Vote").click()
    await page.goto(f"{site.url}/poll/{key}/manage")
    await expect(page.get_by_text("1 vote so far; try-out votes are deleted")).to_be_visible()
    await page.get_by_role("button", name="Open voting now").click()
    assert await stage(page) == "Open"
    assert await site.count(key) == (0, [0, 0, 0])

    await site.vote(key, 1)
    await page.get_by_role("link", name="Edit").click()
    await page.get_by_label("Choice 2").fill("In the garden")
    await page.get_by_role("button", name="Save").click()
    voter = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
    await expect(voter.get_by_text("first said: “In the gardn”")).to_be_visible()

    await stop_voting(page)
    await voter.reload()
    await expect(voter.get_by_text("For a minute the organiser can take that back")).to_be_visible()
    await page.get_by_role("button", name="Take it back").click()
    assert await stage(page) == "Open"
    await voter.reload()
    await expect(voter.get_by_role("button", name="Vote")).to_be_visible()

    await end_voting(page)
    assert await stage(page) == "Closed"
    await page.get_by_role("link", name="Log").click()
    await expect(page.get_by_text("“In the gardn” to “In the garden”")).to_be_visible()

    await page.goto(f"{site.url}/poll/{key}/manage")
    await page.get_by_role("link", name="Delete…").click()
    await page.get_by_role("textbox").fill("where shall we eat?")
    await page.get_by_role("button", name="Delete for good").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The question is deleted")
    await voter.reload()
    await expect(voter.get_by_role("heading", level=1)).to_have_text("This question was deleted")


async def test_organisers_page_counts_live(visitors: Visitors, site: Site) -> None:
    asked = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()

    await site.vote(asked.key, 2)

    await expect(page.locator(".tally .answer")).to_contain_text("Inside leads with 1 of 1 vote")


async def test_organisers_page_says_when_voting_ends_meanwhile(
    visitors: Visitors,
    site: Site,
) -> None:
    asked = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    ended = page.get_by_text("Voting has ended since this page was opened.")
    await expect(ended).to_be_hidden()

    await site.close(asked.key)

    await expect(ended).to_be_visible()
    await expect(page.get_by_text("End voting now…")).to_be_hidden()
    await page.get_by_role("link", name="See the next steps").click()
    await expect(ended).to_be_hidden()
    await expect(page.get_by_role("heading", name="Voting ended on")).to_be_visible()
    assert await stage(page) == "Closed"


async def test_two_tabs_do_not_overwrite_each_other(visitors: Visitors, site: Site) -> None:
    asked = await ask(site)
    first = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await first.get_by_role("link", name="Edit").click()
    second = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")
    await second.get_by_role("link", name="Edit").click()

    await first.get_by_label("Question", exact=True).fill("Where do we eat?")
    await first.get_by_role("button", name="Save").click()
    await second.get_by_label("Choice 2").fill("In the garden")
    await second.get_by_role("button", name="Save").click()

    await expect(second.get_by_role("alert")).to_contain_text("was changed in the meantime")
    await expect(second.get_by_label("Choice 2")).to_have_value("In the garden")
    await expect(second.get_by_text("It now says: “Where do we eat?”")).to_be_visible()
    await second.get_by_role("link", name="Discard mine and start over").click()
    await expect(second.get_by_label("Question", exact=True)).to_have_value("Where do we eat?")


@with_and_without_javascript
async def test_link_is_renewed_and_the_old_one_opens_nothing(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    asked = await ask(site)
    old = f"{site.url}/poll/{asked.key}/organise/{asked.secret}"
    page = await visitors.open(old, javascript=javascript)

    await page.get_by_role("link", name="New organiser's link…").click()
    new = await page.locator("#organisers-link").inner_text()
    await page.get_by_role("button", name="I have saved it").click()

    await expect(page.locator("#organisers-link")).to_have_text(new)
    other = await visitors.open(old)
    await expect(other.get_by_role("heading", level=1)).to_have_text(
        "This page is for the organiser"
    )
    other = await visitors.open(new)
    await expect(other.get_by_role("heading", level=1)).to_have_text("Where shall we eat?")


async def test_keyboard_is_enough_to_end_voting_at_a_time(visitors: Visitors, site: Site) -> None:
    asked = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")

    await page.locator(".now summary").first.focus()
    await page.keyboard.press("Tab")
    assert await page.evaluate(RING) >= 2
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("06052126")
    await page.keyboard.press("Tab")
    await page.keyboard.type("0600PM")
    await page.keyboard.press("Enter")

    await expect(page.locator("#now-heading")).to_contain_text("until")
    await expect(page.locator("#now-heading")).to_contain_text("June 2126, 18:00 UTC")


async def test_every_stop_on_the_organisers_pages_is_seen(visitors: Visitors, site: Site) -> None:
    asked = await ask(site)
    page = await visitors.open(f"{site.url}/poll/{asked.key}/organise/{asked.secret}")

    for path in ("", "/edit", "/log", "/renew", "/delete"):
        await page.goto(f"{site.url}/poll/{asked.key}/manage{path}")
        stops = await page.locator("a[href]:visible, button:visible, summary:visible").count()
        for _ in range(stops):
            await page.keyboard.press("Tab")
            assert await page.evaluate(RING) >= 2, await page.evaluate(
                "document.activeElement.outerHTML",
            )
