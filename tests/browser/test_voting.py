"""A person votes, with JavaScript and without it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Voters
from tests.browser.visitors import with_and_without_javascript
from tests.browser.waiting import until

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


@with_and_without_javascript
async def test_voter_votes_and_sees_that_it_counted(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)

    await page.get_by_text("In the garden").click()
    await page.get_by_role("button", name="Vote").click()

    await expect(page).to_have_url(f"{site.url}/poll/{key}/results#recorded")
    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: In the garden")
    await expect(page.get_by_role("status")).to_be_focused()
    assert await page.evaluate("scrollY") == 0
    await expect(page.locator(".answer")).to_have_text("In the garden leads with 1 of 1 vote.")
    if javascript:  # others find them on the receipt
        await expect(page.locator("p.words")).to_have_text(re.compile(r"^[a-z]+( [a-z]+){3}$"))
    else:
        await expect(page.locator("p.words")).to_be_hidden()
    assert await site.count(key) == (1, [0, 1])


async def test_voter_finds_the_question_in_the_list(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(site.url)

    await page.get_by_role("link", name="Day 10: tea or coffee?").click()
    await page.get_by_label("Coffee").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: Coffee")
    await page.get_by_role("link", name="All questions").click()
    await page.get_by_role("link", name="Older questions").click()
    await expect(page).to_have_url(f"{site.url}/?page=2")
    await expect(page.get_by_role("heading", level=2).first).to_be_visible()


@with_and_without_javascript
async def test_vote_without_a_choice_shows_what_is_missing(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)

    await page.get_by_role("button", name="Vote").click()

    problem = page.get_by_role("alert").get_by_role("link")
    await expect(problem).to_have_text("You didn't select a choice. Select one, then vote.")
    await expect(page).to_have_title("Error: Where shall we eat? · Polls")
    choices = page.get_by_role("group", name="Where shall we eat?")
    await expect(choices).to_have_accessible_description(await problem.inner_text())
    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").click()
    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: At the lake")
    assert await site.count(key) == (1, [1, 0])


@with_and_without_javascript
async def test_returning_voter_changes_the_vote(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").click()

    await page.get_by_role("link", name="Change my vote").click()
    await expect(page.get_by_label("At the lake")).to_be_checked()
    await page.get_by_label("In the garden").check()
    await page.get_by_role("button", name="Change my vote").click()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: In the garden")
    assert await site.count(key) == (2, [0, 1])


async def test_returning_voter_sees_a_final_vote_but_no_form(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"], may_change=False)
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").click()

    await page.goto(f"{site.url}/poll/{key}")

    await expect(page.get_by_text("Votes on this question cannot be changed.")).to_be_visible()
    await expect(page.get_by_role("listitem").first).to_have_text("At the lake (your vote)")
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_double_click_makes_one_ballot(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}")

    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").dblclick(no_wait_after=True)

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: At the lake")
    assert await site.count(key) == (1, [1, 0])


async def test_two_tabs_of_one_browser_are_one_voter(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    first = await visitors.open(f"{site.url}/poll/{key}")
    second = await first.context.new_page()
    await second.goto(first.url)

    for page in (first, second):
        await page.get_by_label("At the lake").check()
    clicks = (page.get_by_role("button", name="Vote").click() for page in (first, second))
    await asyncio.gather(*clicks)

    for page in (first, second):
        await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: At the lake")
    assert await site.count(key) == (1, [1, 0])


async def test_reload_of_the_confirmation_keeps_it_and_votes_no_more(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()

    await page.reload()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: At the lake")
    assert await site.count(key) == (1, [1, 0])


async def test_reload_of_the_confirmation_keeps_the_place(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", [f"Table {number}" for number in range(20)])
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("Table 7").check()
    await page.get_by_role("button", name="Vote").click()
    await page.wait_for_url("**/results#recorded")  # and for its load: until then it is scrolled to
    await page.evaluate("scrollTo(0, 500)")

    await page.reload()

    await until(page, "scrollY === 500")


async def test_long_question_stays_in_sight_of_its_confirmation(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat " * 10, [f"Table {number}" for number in range(20)])
    page = await visitors.open(f"{site.url}/poll/{key}", width=360)
    await page.get_by_label("Table 7").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.get_by_role("status")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


async def test_closed_question_leads_to_its_result(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "Inside"], [1, 0], is_closed=True)
    page = await visitors.open(f"{site.url}/poll/{key}")

    await expect(page.get_by_text("Voting on this question has ended.")).to_be_visible()
    await expect(page.get_by_role("radio")).to_have_count(0)
    await page.get_by_role("link", name="See the result").click()

    await expect(page.locator(".answer")).to_have_text("At the lake won with 1 of 1 vote.")


async def test_vote_that_comes_too_late_is_refused_on_a_page(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])
    page = await visitors.open(f"{site.url}/poll/{key}")
    await site.close(key)

    await page.get_by_label("At the lake").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.locator(".lead")).to_have_text(
        "Voting on this question has ended, so this vote was not counted.",
    )
    assert await site.count(key) == (0, [0, 0])


async def test_two_people_are_two_voters(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", ["At the lake", "In the garden"])

    for choice in ("At the lake", "In the garden"):
        page = await visitors.open(f"{site.url}/poll/{key}")
        await page.get_by_label(choice).check()
        await page.get_by_role("button", name="Vote").click()
        await expect(page.get_by_role("status")).to_have_text(f"Your vote is recorded: {choice}")

    assert await site.count(key) == (2, [1, 1])


@pytest.mark.parametrize("method", ["plurality", "schulze", "score", "availability"])
@with_and_without_javascript
async def test_refused_ballot_on_a_phone_shows_why_and_leads_to_its_field(
    visitors: Visitors,
    site: Site,
    javascript: bool,
    method: str,
) -> None:
    days = [f"2126-06-0{day} 18:00" for day in range(1, 7)]
    most = 1 if method == "plurality" else None
    key = await site.ask("When?", days, voters=Voters.NAMED, method=method, max_choices=most)
    page = await visitors.open(f"{site.url}/poll/{key}", width=360, javascript=javascript)

    await page.get_by_role("button", name="Vote", exact=True).click()

    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await expect(summary).to_be_in_viewport(ratio=1)
    await summary.get_by_role("link").first.click()  # the second one leads to the name
    focused = "document.activeElement.matches(':is(input, .lines), .lines *')"
    await until(page, f"{focused} && document.activeElement.id === 'field-choice'")


async def test_withdrawn_vote_hides_the_result_in_another_tab(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Lunch?", ["Soup", "Tea"], visibility="voted")
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_text("Soup").click()
    await page.get_by_role("button", name="Vote").click()
    await expect(page.locator(".answer")).to_be_visible()
    other = await page.context.new_page()

    await other.goto(f"{site.url}/poll/{key}/withdraw")
    await other.get_by_role("button").last.click()

    await expect(other.locator("#withdrawn")).to_be_visible()
    await expect(page.locator(".tally.withheld")).to_be_visible()
    await expect(page.locator("#recorded")).to_have_count(0)
