"""“I can't answer to a poll, because I'm blind”, as users of other programs say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import expect

from polls.domain.questions.rules import Voters
from tests.browser.voter_pages import SEVERAL

if TYPE_CHECKING:
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_i_cannot_answer_because_i_am_blind(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Tea or coffee?", ["Tea", "Coffee"], voters=Voters.NAMED)
    page = await visitors.open(f"{served.url}/poll/{key}")

    await expect(page.locator("form")).to_match_aria_snapshot("""
        - group "Tea or coffee?":
          - heading "Tea or coffee?" [level=1]
          - radio "Tea"
          - radio "Coffee"
        - text: Your name, shown with your vote
        - textbox "Your name, shown with your vote"
        - paragraph: /Everyone sees your name with your vote/
        - button "Vote"
        - link "See the results"
    """)


async def test_i_cannot_use_a_mouse(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{served.url}/poll/{key}")
    press = page.keyboard.press

    await page.locator("body").press("Tab")
    await press("Enter")  # skips to the content
    for stop, key_ in (("The lake", "Space"), ("lake.example", None), ("The old mine", "Space")):
        await press("Tab")
        assert stop in await page.evaluate(
            "document.activeElement.closest('.line').textContent",
        )
        if key_:
            await press(key_)
    await press("Enter")

    await expect(page.get_by_role("status")).to_have_text(
        "Your vote is recorded: The lake, The old mine",
    )
    await expect(page.get_by_role("status")).to_be_focused()


async def test_nothing_told_me_that_something_was_wrong(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{served.url}/poll/{key}")

    await page.get_by_role("button", name="Vote").click()

    problem = "You marked no choice; mark 1 or 2, then vote."
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_role("alert").get_by_role("link")).to_have_text(problem)
    await expect(page).to_have_title("Error: Where shall we go? · Polls")
    group = page.get_by_role("group", name="Where shall we go?")
    await expect(group).to_have_accessible_description(f"{problem} Mark up to 2.")


async def test_nothing_told_me_what_a_choice_is_about(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{served.url}/poll/{key}")

    await expect(page.get_by_label("The old mine")).to_have_accessible_description(
        "Bring something warm.",
    )
    await expect(page.get_by_role("link", name="lake.example")).to_have_accessible_name(
        "lake.example (opens in a new tab)",
    )


async def test_i_could_not_read_the_colours(visitors: Visitors, served: Site) -> None:
    key = await served.ask("Where shall we go?", **SEVERAL)
    page = await visitors.open(f"{served.url}/poll/{key}", scheme="dark")
    for text in ("The lake", "The old mine", "A walk in the hills"):
        await page.get_by_label(text).check()

    found = await Axe().run(page)

    assert found.response["violations"] == [], found.generate_report()
