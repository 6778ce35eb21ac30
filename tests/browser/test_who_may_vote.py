"""A person votes, whoever may vote and whatever may be marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Visibility, Voters
from tests.browser.visitors import with_and_without_javascript
from tests.browser.voter_pages import SEVERAL, TRIPS
from tests.browser.waiting import until

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


@with_and_without_javascript
async def test_anyone_votes_again(visitors: Visitors, site: Site, javascript: bool) -> None:
    key = await site.ask("Sweets?", ["Yes", "No"], voters=Voters.ANYONE)
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)

    for choice in ("Yes", "No", "No"):
        await page.get_by_label(choice, exact=True).check()
        await page.get_by_role("button").click()
        await expect(page.get_by_role("status")).to_have_text(f"Your vote is recorded: {choice}")
        await page.get_by_role("link", name="Vote again").click()
        await expect(page.get_by_role("radio", checked=True)).to_have_count(0)

    assert await site.count(key) == (3, [1, 2])


@with_and_without_javascript
async def test_network_takes_so_many_and_says_so_to_the_next(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Lunch?", ["Yes", "No"], voters=Voters.NETWORK, per_network=1)

    for status in ("Your vote is recorded: Yes", None):
        page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
        await expect(page.locator(".consequences")).to_contain_text(
            "Only one vote is accepted from each network."
        )
        await page.get_by_label("Yes").check()
        await page.get_by_role("button").click()
        if status:
            await expect(page.get_by_role("status")).to_have_text(status)

    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "No votes left for your network",
    )
    assert await site.count(key) == (1, [1, 0])


@with_and_without_javascript
async def test_named_voter_is_asked_for_the_name_and_may_mend_it(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Who comes?", ["I do", "Not I"], voters=Voters.NAMED)
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
    name = page.get_by_label("Your name")

    await page.get_by_label("I do").check()
    await page.get_by_role("button").click()
    summary = page.get_by_role("alert", name="Your vote is not recorded yet")
    await expect(summary).to_be_focused()
    problem = summary.get_by_role("link")
    await expect(problem).to_have_text("You didn't give a name. Write yours, then vote.")
    await expect(name).to_have_accessible_description(await problem.inner_text())
    await problem.click()
    await expect(name).to_be_focused()
    await expect(page.get_by_label("I do")).to_be_checked()
    await name.fill("Bbo")
    await page.get_by_role("button").click()
    await page.get_by_role("link", name="Change my vote").click()
    await expect(name).to_have_value("Bbo")
    await name.fill("Bob")
    await page.get_by_role("button").click()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: I do (as Bob)")
    assert await site.count(key) == (2, [1, 0])


@with_and_without_javascript
async def test_invited_voter_opens_the_ballot_with_the_link(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED)
    (code,) = await site.invite(key)
    page = await visitors.open(f"{site.url}/poll/{key}/code/{code}", javascript=javascript)

    await page.get_by_role("button", name="Open my ballot").click()
    await expect(page.get_by_label("The code")).to_have_count(0)
    await page.get_by_label("Ben").check()
    await page.get_by_role("button", name="Vote").click()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: Ben")
    assert await site.count(key) == (1, [0, 1])


@with_and_without_javascript
async def test_invited_voter_types_the_code_and_mends_it(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED)
    (code,) = await site.invite(key)
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
    field = page.get_by_label("Invitation code")

    await page.get_by_label("Ann").check()
    await field.fill(code[:-1])
    await page.get_by_role("button").click()
    await expect(page.get_by_role("alert")).to_contain_text("That code does not belong")
    await expect(page.get_by_label("Ann")).to_be_checked()
    await expect(field).to_have_value(code[:-1])
    await field.fill(f" {code[:4]}-{code[4:].lower()}")
    await page.get_by_role("button").click()

    await expect(page.get_by_role("status")).to_have_text("Your vote is recorded: Ann")
    assert await site.count(key) == (1, [1, 0])


@with_and_without_javascript
async def test_several_choices_are_marked_and_changed(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)

    for text in ("The lake", "The old mine", "A walk in the hills"):
        await page.get_by_label(text).check()
    await page.get_by_role("button").click()
    await expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        "You marked 3 choices; mark 1 or 2, then vote.",
    )
    await page.get_by_label("The old mine").uncheck()
    await page.get_by_role("button").click()
    status = page.get_by_role("status")
    await expect(status).to_have_text("Your vote is recorded: The lake, A walk in the hills")
    await page.get_by_role("link", name="Change my vote").click()
    await page.get_by_label("The lake").uncheck()
    await page.get_by_label("A walk in the hills").uncheck()
    await page.get_by_label("Blank vote").check()
    await page.get_by_role("button").click()

    await expect(status).to_have_text("Your vote is recorded: Blank vote")
    assert await site.count(key) == (2, [0, 0, 0, 0, 0, 1])


async def test_marks_are_counted_while_they_are_made_and_told_politely(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where?", TRIPS, min_choices=2, max_choices=2)
    page = await visitors.open(f"{site.url}/poll/{key}")
    words = page.locator("#instruction")
    said = []

    for text in ("The lake", "The old mine", "A walk in the hills"):
        await page.get_by_label(text).check()
        said.append(await words.inner_text())

    assert [" ".join(each.split()) for each in said] == [
        "Mark exactly 2. 1 marked, 1 more to mark.",
        "Mark exactly 2. 2 marked.",
        "Mark exactly 2. 3 marked: 1 too many.",
    ]
    await until(
        page,
        "document.querySelector('[aria-live=polite]').textContent.includes('marked')",
    )


async def test_line_that_stands_alone_clears_the_others(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where?", **SEVERAL)
    page = await visitors.open(f"{site.url}/poll/{key}")

    await page.get_by_label("The lake").check()
    await page.get_by_label("None of these").check()
    await expect(page.get_by_label("The lake")).not_to_be_checked()
    await page.get_by_label("The old mine").check()

    await expect(page.get_by_label("None of these")).not_to_be_checked()


@with_and_without_javascript
async def test_private_link_takes_the_ballot_to_another_device(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"], visibility=Visibility.CLOSED)
    phone = await visitors.open(f"{site.url}/poll/{key}", javascript=javascript)
    await phone.get_by_label("Tea").check()
    await phone.get_by_role("button").click()
    await phone.get_by_role("link", name="Keep a private link to this vote").click()
    link = await phone.locator("#private-link").inner_text()

    desk = await visitors.open(link, javascript=javascript)
    await desk.get_by_role("button", name="Use this vote on this device").click()
    await expect(desk.get_by_label("Tea")).to_be_checked()
    await desk.get_by_label("Coffee").check()
    await desk.get_by_role("button", name="Change my vote").click()

    await expect(desk.get_by_role("status")).to_have_text("Your vote is recorded: Coffee")
    await phone.reload()
    await expect(phone.locator(".notice")).to_have_text("Your vote is recorded: Coffee")
    assert await site.count(key) == (2, [0, 1])


async def test_private_link_is_copied_with_a_button(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    page = await visitors.open(f"{site.url}/poll/{key}", is_altered=True)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_label("Tea").check()
    await page.get_by_role("button").click()
    await page.get_by_role("link", name="Keep a private link to this vote").click()

    await page.get_by_role("button", name="Copy the private link").click()

    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = await page.locator("#private-link").inner_text()
    assert await page.evaluate("navigator.clipboard.readText()") == link


async def test_shuffled_choices_keep_their_order_for_one_voter(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Which?", ["One", "Two", "Three", "Four", "Five"], is_shuffled=True)
    page = await visitors.open(f"{site.url}/poll/{key}")
    lines = page.locator(".choice span")
    before = await lines.all_inner_texts()

    await page.get_by_label("Three").check()
    await page.get_by_role("button").click()
    await page.get_by_role("link", name="Change my vote").click()

    assert await lines.all_inner_texts() == before
    await expect(page.get_by_label("Three")).to_be_checked()
