"""A voter goes back in the browser's history, after a vote or in the middle of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Voters
from tests.browser.managing_pages import organised, unfold
from tests.browser.pages import Visit

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

FROM_MEMORY = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
"""What a page hears that the browser had kept whole, which it does not while it is driven."""


@pytest.mark.parametrize("method", ["plurality", "schulze", "score"])
async def test_ballot_in_the_history_shows_the_vote_that_is_recorded(
    visitors: Visitors,
    site: Site,
    method: str,
) -> None:
    most = 1 if method == "plurality" else None
    key = await site.ask("Which?", ["Tea", "Coffee"], method=method, max_choices=most)
    page = await visitors.open(f"{site.url}/poll/{key}")
    if method == "schulze":
        await page.get_by_role("button", name="Tea").click()
    else:
        await page.get_by_label("Tea" if method == "plurality" else "5 best").first.check()
    await page.get_by_role("button", name="Vote", exact=True).click()
    await page.get_by_role("status").wait_for()

    await page.go_back()

    await expect(page.get_by_text("You have voted.")).to_be_visible()
    await expect(page.get_by_role("button", name="Change my vote")).to_be_visible()
    if method == "schulze":
        await expect(page.locator(".ranked .text")).to_have_text("Tea")
    else:
        await expect(page.locator("input:checked").first).to_be_visible()
    assert (await site.count(key))[0] == 1


async def test_ballot_kept_in_memory_shows_the_vote_of_another_tab(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"])
    page = await visitors.open(f"{site.url}/poll/{key}")
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_label("Coffee").check()
    await other.get_by_role("button", name="Vote").click()
    await other.get_by_role("status").wait_for()

    await page.evaluate(FROM_MEMORY)

    await expect(page.get_by_text("You have voted.")).to_be_visible()
    await expect(page.get_by_label("Coffee")).to_be_checked()


async def test_ballot_in_the_history_keeps_marks_that_are_not_sent(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"])
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("Coffee").check()
    await page.get_by_role("link", name="Polls").click()

    async with page.expect_response(f"**/poll/{key}") as asked_again:
        await page.go_back()

    await (await asked_again.value).finished()
    await page.evaluate(FROM_MEMORY)
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_label("Coffee")).to_be_checked()


async def test_ballot_that_was_refused_is_not_sent_again_by_back_and_reload(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"], voters=Voters.NAMED)
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("Tea").check()
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("alert").wait_for()
    await expect(page).to_have_url(f"{site.url}/poll/{key}")
    await page.get_by_label("Your name").fill("Bob")
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    await page.go_back()

    await expect(page.get_by_text("You have voted.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("You have voted.")).to_be_visible()
    assert set(sent) == {"GET"}
    assert (await site.count(key))[0] == 1


async def test_organisers_form_that_was_refused_is_not_sent_again(
    visitors: Visitors,
    site: Site,
) -> None:
    visit = Visit(visitors, site, site, "", {})
    page = await unfold(await organised(visit))
    await page.get_by_label("Voting ends").fill("2020-01-01T12:00")
    await page.get_by_role("button", name="Save end time").click()
    await expect(page.get_by_role("alert")).to_be_focused()

    answer = await page.reload()

    assert answer
    assert (answer.request.method, answer.status) == ("GET", 200)


async def test_ranking_in_the_history_keeps_ranks_that_did_not_arrive(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask(
        "Which?",
        ["Tea", "Coffee", "Water"],
        method="schulze",
        max_choices=None,
        voters=Voters.NAMED,
    )
    page = await visitors.open(f"{site.url}/poll/{key}")
    for name in ("Water", "Coffee"):
        await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_label("Your name").fill("Bob")
    await expect(page.locator(".ranked .text")).to_have_text(["Water", "Coffee"])
    await until_noted(page)
    await page.route("**/vote", lambda route: route.abort())
    await page.get_by_role("button", name="Vote", exact=True).click()
    await page.wait_for_url("chrome-error://**")

    await page.go_back()

    await expect(page.locator(".ranked .text")).to_have_text(["Water", "Coffee"])
    await expect(page.get_by_label("Your name")).to_have_value("Bob")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
async def test_question_that_did_not_arrive_is_still_in_its_form(
    visitors: Visitors,
    site: Site,
    *,
    javascript: bool,
) -> None:
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    await page.get_by_label("Question", exact=True).fill("Which?")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Question", exact=True).fill("Which one?")
    await until_noted(page)
    await page.route("**/new?*", lambda route: route.abort())
    await page.get_by_role("button", name="Create").click()
    await page.wait_for_url("chrome-error://**")
    await page.unroute_all()

    await page.go_back()

    await expect(page.get_by_label("Question", exact=True)).to_have_value("Which one?")


async def test_edit_that_did_not_arrive_is_still_in_its_form(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await organised(Visit(visitors, site, site, "", {}))
    await page.get_by_role("link", name="Edit", exact=True).click()
    await page.wait_for_load_state()  # a browser fills in again what was typed after that
    await page.get_by_label("Choice 1", exact=True).fill("Green tea")
    await until_noted(page)
    await page.route("**/edit?*", lambda route: route.abort())
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("chrome-error://**")

    await page.go_back()

    await expect(page.get_by_label("Choice 1", exact=True)).to_have_value("Green tea")


async def test_back_without_javascript_shows_what_was_sent_last(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee", "Water"], method="stv", max_choices=None)
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=False)
    ranks = page.get_by_role("combobox")
    for second in ("3", "1"):
        await ranks.nth(0).select_option("1")
        await ranks.nth(1).select_option(second)
        await page.get_by_role("button", name="Vote", exact=True).click()
        await page.get_by_role("alert").wait_for()

    await page.go_back()

    await expect(page.get_by_role("alert")).to_be_visible()
    assert [await ranks.nth(n).input_value() for n in range(3)] == ["1", "1", ""]
    assert (await site.count(key))[0] == 0


async def until_noted(page: Page) -> None:
    """Wait as long as Chromium does before it notes in its history what stands in fields."""
    await page.wait_for_timeout(1_500)
