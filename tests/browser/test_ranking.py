"""A person ranks: by pressing in order, by buttons, by dragging, with keys, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from polls.domain.questions.questions import Kind, NewChoice
from tests.browser.visitors import with_and_without_javascript

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
DRINKS = ("Tea", "Coffee", "Water", "Milk")


async def ask(site: Site, **values: Any) -> str:
    rules = {"choices": (*DRINKS, BLANK), "method": "instant_runoff", "max_choices": None}
    return await site.ask("What shall we drink?", **rules | values)


async def ranking(visitors: Visitors, site: Site, key: str, **browser: Any) -> Page:
    return await visitors.open(f"{site.url}/poll/{key}", **browser)


def line(page: Page, name: str) -> Locator:
    return page.locator(".take").filter(has_text=name)


async def expect_ranked(page: Page, *texts: str) -> None:
    await expect(page.locator(".ranked .take")).to_have_text(list(texts))


async def expect_recorded(page: Page, *texts: str) -> None:
    await page.get_by_role("button", name="Vote", exact=True).click()
    await expect(page.locator("#recorded li")).to_have_text(list(texts))


async def test_ranking_is_pressed_in_order(visitors: Visitors, site: Site) -> None:
    key = await ask(site)
    page = await ranking(visitors, site, key, width=360, touch=True)
    await expect_ranked(page)

    for name in ("Water", "Tea", "Milk"):
        await line(page, name).tap()
    await expect_ranked(page, "1st Water", "2nd Tea", "3rd Milk")
    await expect(page.get_by_role("status")).to_have_text("Milk is 3rd. 3 of 4 ranked.")

    await line(page, "Tea").tap()
    await expect_ranked(page, "1st Water", "2nd Milk")
    await expect(page.get_by_role("status")).to_have_text("Tea is no longer ranked. 2 of 4 ranked.")
    await expect_recorded(page, "Water", "Milk")


async def test_ranking_is_moved_by_buttons(visitors: Visitors, site: Site) -> None:
    key = await ask(site)
    page = await ranking(visitors, site, key)
    for name in DRINKS:
        await line(page, name).click()

    await page.get_by_role("button", name="Move Milk up").click()
    await page.get_by_role("button", name="Move Tea down").click()

    await expect(page.get_by_role("status")).to_have_text("Tea is 2nd. 4 of 4 ranked.")
    await expect(page.get_by_role("button", name="Move Coffee up")).to_be_disabled()
    await expect_recorded(page, "Coffee", "Tea", "Milk", "Water")


async def test_ranking_needs_no_more_than_keys(visitors: Visitors, site: Site) -> None:
    key = await ask(site, choices=DRINKS)
    page = await ranking(visitors, site, key)

    for _ in range(4):  # the skip link, the site's name, two choices
        await page.keyboard.press("Tab")
    await page.keyboard.press("Space")  # Coffee is the first
    await expect(line(page, "Coffee")).to_be_focused()
    await page.keyboard.press("Tab")  # over its buttons, which have nowhere to move it
    await expect(line(page, "Tea")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(line(page, "Tea")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Move Tea up")).to_be_focused()
    await page.keyboard.press("Enter")  # and now it cannot be moved up any more
    await expect(page.get_by_role("button", name="Move Tea down")).to_be_focused()
    await expect_ranked(page, "1st Tea", "2nd Coffee")

    await page.get_by_role("button", name="Vote", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#recorded li")).to_have_text(["Tea", "Coffee"])


async def test_ranking_of_60_is_styled_a_few_times_a_press(visitors: Visitors, site: Site) -> None:
    key = await ask(site, choices=[f"Choice {number}" for number in range(60)])
    page = await ranking(visitors, site, key, width=360)
    await line(page, "Choice 3").first.click()
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable")

    async def stylings() -> int:
        found = await devtools.send("Performance.getMetrics")
        values = {each["name"]: each["value"] for each in found["metrics"]}
        return int(values["RecalcStyleCount"])

    before = await stylings()
    await line(page, "Choice 59").evaluate("take => take.click()")
    await expect_ranked(page, "1st Choice 3", "2nd Choice 59")

    assert await stylings() - before < 30  # and not once for each line


async def test_press_moves_one_line_that_keeps_the_focus(visitors: Visitors, site: Site) -> None:
    key = await ask(site, choices=[f"Choice {number}" for number in range(20)])
    page = await ranking(visitors, site, key, width=360)
    await line(page, "Choice 3").first.click()
    moves = await page.evaluate_handle(
        """() => {
          const moves = [];
          const list = document.querySelector("[data-ranking]");
          const add = (records) => moves.push(...records.flatMap((each) => [...each.addedNodes]));
          new MutationObserver(add).observe(list, { childList: true });
          return moves;
        }"""
    )

    await line(page, "Choice 19").click()
    await expect_ranked(page, "1st Choice 3", "2nd Choice 19")

    assert await moves.evaluate("moves => moves.length") == 1  # each is laid out anew
    await expect(line(page, "2nd Choice 19")).to_be_focused()
    await page.get_by_role("button", name="Move Choice 19 up").click()
    await expect_ranked(page, "1st Choice 19", "2nd Choice 3")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
async def test_ranking_is_dragged(visitors: Visitors, site: Site, touch: bool) -> None:
    key = await ask(site)
    page = await ranking(visitors, site, key, width=360, touch=touch)
    for name in DRINKS:
        await line(page, name).click()

    drag = drag_by_finger if touch else drag_by_mouse
    await drag(page, line(page, "Milk").locator(".badge"), line(page, "Tea"))
    await expect_ranked(page, "1st Milk", "2nd Tea", "3rd Coffee", "4th Water")
    await expect(page.locator(".dragged")).to_have_count(0)

    await drag(page, line(page, "Tea").locator(".badge"), page.get_by_role("status"))
    await expect_ranked(page, "1st Milk", "2nd Coffee", "3rd Water", "4th Tea")
    await expect_recorded(page, "Milk", "Coffee", "Water", "Tea")


async def test_finger_on_a_text_scrolls_and_drags_nothing(visitors: Visitors, site: Site) -> None:
    key = await ask(site, choices=[f"Number {each}" for each in range(1, 31)])
    page = await ranking(visitors, site, key, width=360, touch=True)
    for number in (1, 2, 3):
        await page.get_by_role("button", name=f"Number {number}", exact=True).click()

    await drag_by_finger(
        page,
        line(page, "1st Number 1").locator(".text"),
        page.get_by_role("heading", level=1),
    )

    await expect_ranked(page, "1st Number 1", "2nd Number 2", "3rd Number 3")


async def test_ranks_are_shared_where_the_method_allows_it(visitors: Visitors, site: Site) -> None:
    key = await ask(site, method="schulze")
    page = await ranking(visitors, site, key, width=360)
    for name in DRINKS:
        await line(page, name).click()

    await page.get_by_role("button", name="Coffee: same rank as above").click()
    await page.get_by_role("button", name="Milk: same rank as above").click()
    await expect_ranked(page, "1st Tea", "1st Coffee", "2nd Water", "2nd Milk")
    await expect(page.get_by_role("status")).to_have_text(
        "Milk is 2nd, with one other. 4 of 4 ranked.",
    )
    await page.get_by_role("button", name="Milk: same rank as above").click()
    await page.get_by_role("button", name="Move Coffee up").click()
    await expect_ranked(page, "1st Coffee", "2nd Tea", "3rd Water", "4th Milk")
    await page.get_by_role("button", name="Tea: same rank as above").click()

    await expect_recorded(page, "Tea = Coffee", "Water", "Milk")


@with_and_without_javascript
async def test_ranking_comes_back_as_it_was_left(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    key = await ask(site, min_choices=2)
    page = await ranking(visitors, site, key, javascript=javascript)
    if javascript:
        await line(page, "Water").click()
        await expect(page.get_by_role("status")).to_have_text(
            "Water is 1st. 1 of 4 ranked, 1 more to rank.",
        )
    else:
        await page.get_by_label("Water").select_option("1st")
    await page.get_by_role("button", name="Vote").click()

    await expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        "You ranked 1 choice; rank 2 or more, then vote.",
    )
    if javascript:
        await expect_ranked(page, "1st Water")
        await line(page, "Tea").click()
    else:
        await expect(page.get_by_label("Water")).to_have_value("1")
        await page.get_by_label("Tea").select_option("2nd")
    await expect_recorded(page, "Water", "Tea")
    await page.go_back()
    if javascript:  # the page of the history gives way to one that knows of the vote
        await expect(page.get_by_text("You have voted.")).to_be_visible()
        await expect(page.locator(".ranked .text")).to_have_text(["Water", "Tea"])
    await page.goto(f"{site.url}/poll/{key}")
    if javascript:
        await expect_ranked(page, "1st Water", "2nd Tea")
    else:
        await expect(page.get_by_label("Tea")).to_have_value("2")


async def test_long_ranking_is_typed_without_a_script(visitors: Visitors, site: Site) -> None:
    key = await ask(site, choices=[f"Number {each}" for each in range(1, 31)])
    page = await ranking(visitors, site, key, javascript=False, width=360)

    await page.get_by_label("Number 7", exact=True).fill("2")
    await page.get_by_label("Number 30", exact=True).fill("1")

    await expect_recorded(page, "Number 30", "Number 7")


async def test_ranking_takes_no_more_than_it_may(visitors: Visitors, site: Site) -> None:
    key = await ask(site, max_choices=2)
    page = await ranking(visitors, site, key)
    for name in ("Tea", "Coffee", "Water"):
        await line(page, name).click()

    await expect_ranked(page, "1st Tea", "2nd Coffee")
    await expect(page.get_by_role("status")).to_have_text(
        "You can rank at most 2, so Water was not added. Remove one first.",
    )


async def test_blank_vote_sets_the_ranking_aside(visitors: Visitors, site: Site) -> None:
    key = await ask(site)
    page = await ranking(visitors, site, key)
    await line(page, "Tea").click()

    await page.get_by_label("Blank vote").check()
    await page.get_by_role("button", name="Vote", exact=True).click()
    await expect(page.locator("#recorded")).to_have_text("Your vote is recorded: Blank vote")
    await page.goto(f"{site.url}/poll/{key}")
    await page.get_by_label("Blank vote").uncheck()
    await line(page, "Milk").click()

    await page.get_by_role("button", name="Change my vote").click()
    await expect(page.locator("#recorded")).to_have_text("Your vote is recorded: 1. Milk")


async def drag_by_mouse(page: Page, grip: Locator, goal: Locator) -> None:
    await middle(goal)  # now it is in sight, and nothing is scrolled between the two looks below
    (x, y), (_, to) = await middle(grip), await middle(goal)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, (y + to) / 2)
    await page.mouse.move(x, to)
    await page.mouse.up()


async def drag_by_finger(page: Page, grip: Locator, goal: Locator) -> None:
    await middle(goal)  # now it is in sight, and nothing is scrolled between the two looks below
    (x, y), (_, to) = await middle(grip), await middle(goal)
    devtools = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: dict[str, float]) -> None:
        event = {"type": kind, "touchPoints": points}
        await devtools.send("Input.dispatchTouchEvent", event)

    await touch("touchStart", {"x": x, "y": y})
    for step in (0.25, 0.5, 0.75, 1):
        await touch("touchMove", {"x": x, "y": y + (to - y) * step})
    await touch("touchEnd")


async def middle(place: Locator) -> tuple[float, float]:
    await place.hover(trial=True)  # until it stands still
    box = await place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
