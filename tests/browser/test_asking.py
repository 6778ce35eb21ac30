"""A person asks a question and shares it, with JavaScript and without it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, Route, expect

from polls.domain.questions.rules import Voters
from polls.services.running import databases
from tests import asking
from tests.browser.test_keyboard import RING
from tests.browser.visitors import with_and_without_javascript
from tests.browser.waiting import until

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question
    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def fill_in(page: Page, text: str, *choices: str) -> None:
    await page.get_by_label("Question", exact=True).fill(text)
    await page.wait_for_load_state()  # by now a script has made rows of the area, if one runs
    if await page.locator("textarea[name=choices]").is_visible():
        await page.get_by_role("textbox", name="Choices").fill("\n".join(choices))
        return
    for number, choice in enumerate(choices, start=1):
        if number > 1:
            await page.keyboard.press("Enter")
        await page.get_by_role("textbox", name=f"Choice {number}", exact=True).fill(choice)


async def rows(page: Page) -> list[str]:
    found: list[str] = await page.locator(".rows input").evaluate_all(
        "(inputs) => inputs.map((input) => input.value)",
    )
    return found


async def asked(site: Site, text: str) -> Question:
    async with databases.opened(site.settings) as database:
        return next(each for each in await asking.every(database) if each.text == text)


@with_and_without_javascript
async def test_question_is_asked_shared_and_answered(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    text = f"Lunch on Friday, {javascript}?"
    page = await visitors.open(site.url, javascript=javascript)

    await page.get_by_role("link", name="Ask a question").click()
    await fill_in(page, text, "At the lake", "In the garden", "Inside")
    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text(text)
    await expect(page.get_by_text("This link is your only way in")).to_be_visible()
    link = await page.locator("#voters-link").inner_text()
    secret = await page.locator("#organisers-link").inner_text()
    voter = await visitors.open(link)
    await voter.get_by_label("In the garden").check()
    await voter.get_by_role("button", name="Vote").click()
    await expect(voter.get_by_role("status")).to_contain_text("In the garden")
    elsewhere = await visitors.open(secret)
    await expect(elsewhere.get_by_role("heading", level=1)).to_have_text(text)
    question = await asked(site, text)
    assert [choice.text for choice in question.choices] == [
        "At the lake",
        "In the garden",
        "Inside",
    ]
    assert question.vote_count == 1


@with_and_without_javascript
async def test_problems_have_the_focus_and_lead_to_their_fields(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    await fill_in(page, "", "Tea", "Coffee", "Tea")
    await page.get_by_text("Settings", exact=True).click()
    await page.get_by_label("At a set time").nth(1).check()

    await page.get_by_role("button", name="Create").click()

    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    assert (await page.title()).startswith("Error: ")
    assert await summary.get_by_role("link").all_inner_texts() == [
        "The question is empty.",
        "“Tea” is listed twice.",
        "Choose a date and a time.",
    ]
    await summary.get_by_role("link").nth(2).click()
    await expect(page.get_by_label("Ends", exact=True)).to_be_focused()
    await summary.get_by_role("link").nth(1).click()
    await expect(page.get_by_role("textbox", name="Choice").first).to_be_focused()
    kept = page.locator("textarea[name=choices]")
    await expect(kept).to_have_value("Tea\nCoffee\nTea")
    if javascript:
        assert await rows(page) == ["Tea", "Coffee", "Tea"]
        wrong = page.locator(".rows input[aria-invalid]")
        await expect(wrong).to_have_count(1)


async def test_keyboard_is_enough_to_ask(visitors: Visitors, site: Site) -> None:
    text = "Can you do without a mouse?"
    page = await visitors.open(f"{site.url}/new")

    await press(page, "Tab", "Tab")  # the skip link, the site's name
    await press(page, "Tab", "Tab", "Tab", "Tab")  # the three forms, the question
    await page.keyboard.type(text)
    await press(page, "Tab")
    for choice in ("Yes", "No", "Perhaps", "Never"):
        await page.keyboard.type(choice)
        await press(page, "Enter")
    assert await rows(page) == ["Yes", "No", "Perhaps", "Never", ""]
    await page.keyboard.press("Backspace")  # the empty row
    await press(page, "Alt+ArrowUp", "Alt+ArrowUp")
    assert await rows(page) == ["Yes", "Never", "No", "Perhaps"]
    await press(page, "Tab", "Tab", "Enter")  # the second of the buttons: down
    await expect(page.get_by_role("button", name="Move “Never” down")).to_be_focused()
    assert await rows(page) == ["Yes", "No", "Never", "Perhaps"]
    await press(page, "Tab", "Enter")  # the third: away
    assert await rows(page) == ["Yes", "No", "Perhaps"]
    await expect(page.get_by_role("textbox", name="Choice 3")).to_be_focused()
    await press(page, "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    await page.keyboard.press("End")
    await page.keyboard.type("!")
    while await page.evaluate("document.activeElement.textContent") != "Create":
        await press(page, "Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text(text)
    question = await asked(site, text)
    assert [choice.text for choice in question.choices] == ["Yes", "No!", "Perhaps"]


async def test_keyboard_reaches_every_setting(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new")
    for summary in ("How people vote", "When is a result valid?", "Settings"):
        await page.get_by_text(summary, exact=True).click()
    for name in ("Mark several choices", "One vote per browser, with a limit per network"):
        await page.get_by_label(name).check()
    for index in range(2):
        await page.get_by_label("At a set time").nth(index).check()
    names = (
        "[...document.forms[0].elements].filter((it) => it.checkVisibility()).map((it) => it.name)"
    )
    expected = set(await page.evaluate(names)) - {"", "do"}  # the button behind the last
    await page.get_by_label("Question", exact=True).focus()

    reached: set[str] = set()
    while await page.evaluate("document.activeElement.textContent") != "Create":
        reached.add(await page.evaluate("document.activeElement.name ?? ''"))
        await press(page, "Tab")

    assert reached - {"", "do"} == expected
    assert expected > {"min_choices", "per_network", "pub_date", "close_date", "zone", "is_final"}


async def test_button_that_ends_at_the_edge_hands_the_focus_on(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await visitors.open(f"{site.url}/new")
    await fill_in(page, "Tea or coffee?", "Tea", "Coffee", "Milk")

    await page.get_by_role("button", name="Move “Coffee” up").press("Enter")

    assert await rows(page) == ["Coffee", "Tea", "Milk"]
    await expect(page.get_by_role("button", name="Move “Coffee” up")).to_be_disabled()
    await expect(page.get_by_role("button", name="Move “Coffee” down")).to_be_focused()


async def test_button_that_is_pressed_twice_asks_once(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new")
    await fill_in(page, "Once?", "Yes", "No")
    sent: list[str] = []

    async def answer_slowly(route: Route) -> None:
        sent.append(route.request.method)
        await asyncio.sleep(0.5)
        await route.continue_()

    await page.route("**/new?*", answer_slowly)
    # Not by Playwright, which waits between two presses until the page is there.
    await page.evaluate(
        """() => {
          const button = document.querySelector("main button[type=submit]");
          for (const ms of [0, 150]) setTimeout(() => button.click(), ms);
        }""",
    )

    await expect(page.get_by_role("heading", level=1)).to_have_text("Once?")
    assert sent == ["POST"]


@pytest.mark.parametrize("list_", ["Tea\nCoffee\nMilk", "1. Tea\r\n2. Coffee\r\n\r\n3. Milk\r\n"])
async def test_pasted_list_becomes_rows(visitors: Visitors, site: Site, list_: str) -> None:
    page = await visitors.open(f"{site.url}/new")
    await page.get_by_role("textbox", name="Choice 1").fill("Water")
    await page.get_by_role("textbox", name="Choice 2").focus()

    await page.evaluate(
        """(list) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", list);
          const init = { clipboardData, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", init));
        }""",
        list_,
    )

    assert await rows(page) == ["Water", "Tea", "Coffee", "Milk"]
    await expect(page.get_by_role("textbox", name="Choice 4")).to_be_focused()


async def test_rows_are_still_there_when_the_visitor_comes_back(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await visitors.open(f"{site.url}/new")
    await fill_in(page, "Where?", "At the lake", "Inside", "At home", "Nowhere")

    await page.goto(site.url)
    await page.go_back()

    await until(page, "document.querySelectorAll('.rows input').length === 4")
    assert await rows(page) == ["At the lake", "Inside", "At home", "Nowhere"]


async def test_preview_that_cannot_be_drawn_says_so(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new")
    await fill_in(page, "Where?", "At the lake", "Inside")
    told = page.get_by_role("status").filter(has_text="The ballot could not be drawn")
    await page.route("**/new?*", lambda route: route.abort())
    await page.get_by_text("Preview the ballot").click()
    await expect(told).to_be_visible()
    assert visitors.complaints() == ["console: Failed to load resource: net::ERR_FAILED"]

    await page.unroute_all()
    await page.get_by_text("Preview the ballot").click()

    await expect(page.locator("#preview").get_by_role("heading")).to_have_text("Where?")
    await expect(told).to_have_count(0)


async def test_preview_shows_the_ballot_as_it_is_being_made(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new")
    preview = page.locator("#preview")
    await page.get_by_text("Preview the ballot").click()
    await fill_in(page, "Where?", "At the <lake> | if it is dry | https://example.org", "Inside")

    await expect(preview.get_by_role("heading")).to_have_text("Where?")
    await expect(preview.get_by_role("radio")).to_have_count(2)
    assert "At the <lake>" in await preview.inner_text()
    assert "if it is dry" in await preview.inner_text()
    await expect(preview.get_by_role("link")).to_contain_text("example.org")

    await page.get_by_text("How people vote", exact=True).click()
    await page.get_by_label("Mark several choices").check()
    await page.get_by_label("Offer a blank vote").check()

    await expect(preview.get_by_role("checkbox")).to_have_count(3)
    assert "Blank vote" in await preview.inner_text()


@with_and_without_javascript
async def test_method_is_advised_and_asked_with(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    text = f"Whom do we elect, {javascript}?"
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    await fill_in(page, text, "Ada", "Bert", "Cleo")
    await page.get_by_text("How people vote", exact=True).click()
    await page.get_by_text("Help me choose").click()
    await page.get_by_label("Several, such as a committee").check()
    await page.get_by_label("Their order of preference").check()
    await page.get_by_label("That minorities get their share").check()

    await page.get_by_role("button", name="Suggest a method").click()

    await expect(page.get_by_role("status").first).to_contain_text("Single transferable vote")
    await expect(page.get_by_label("Single transferable vote (Scottish rules)")).to_be_checked()
    await expect(page.get_by_label("How many choices win", exact=True)).to_have_value("2")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(text)
    question = await asked(site, text)
    assert (question.rules.method, question.rules.seats) == ("stv", 2)
    assert [choice.text for choice in question.choices] == ["Ada", "Bert", "Cleo"]


async def test_preview_needs_no_javascript(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new", javascript=False)
    await fill_in(page, "Where?", "At the lake", "Inside")

    await page.get_by_role("button", name="Preview the ballot").click()

    preview = page.locator("#preview")
    await expect(preview.get_by_role("heading")).to_have_text("Where?")
    await expect(preview.get_by_role("radio")).to_have_count(2)
    await expect(page.get_by_role("textbox", name="Choices")).to_have_value("At the lake\nInside")


async def test_keyboard_chooses_dates_in_the_calendar(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates", timezone="Europe/Paris")
    lines = page.locator("textarea[name=choices]")
    await expect(page.locator("input[name=zone]")).to_have_value("Europe/Paris")
    day = datetime.now(ZoneInfo("Europe/Paris")).date()

    await page.locator("[data-day][tabindex='0']").focus()
    await press(page, "Space", "ArrowRight", "ArrowDown", "Enter")
    days = [day, day + timedelta(days=8)]
    await expect(lines).to_have_value(f"{days[0]}\n{days[1]}\n")
    assert await rows(page) == [f"{days[0]}", f"{days[1]}", ""]
    await press(page, "Space", "ArrowUp", "ArrowLeft")  # the second is no choice any more
    await expect(lines).to_have_value(f"{day}\n\n")
    await press(page, "PageDown", "Home", "PageUp", "End")
    focused = await page.evaluate("document.activeElement.ariaLabel")
    assert focused.startswith("Sunday")

    await page.get_by_label("Times of a day").check()
    await page.get_by_label("From", exact=True).fill("09:30")
    await page.get_by_label("Until", exact=True).fill("11:00")

    await expect(lines).to_have_value(f"{day} 09:30\N{EN DASH}11:00\n\n")
    tops = [
        box["y"]
        for label in ("From", "Until")
        if (box := await page.get_by_label(label, exact=True).bounding_box())
    ]
    assert len(tops) == 2
    assert tops[0] == tops[1]  # side by side
    await page.get_by_text("Write the dates as text").click()
    await expect(page.locator("[data-move]")).to_have_count(0)  # for dates are sorted
    await expect(page.locator("[data-remove]:visible")).to_have_count(3)
    assert await page.locator("[aria-selected=true]").count() in {0, 1}  # it may be in sight


async def test_dates_are_chosen_typed_and_kept(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates")
    await page.get_by_label("Question", exact=True).fill("When do we meet?")
    await page.get_by_text("Write the dates as text").click()
    await page.get_by_role("textbox", name="Date 1").fill("2030-05-06 18:00")
    await page.get_by_role("textbox", name="Date 2").fill("soon")

    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("alert")).to_contain_text("Date 2, “soon”")
    await expect(page.get_by_role("grid")).to_have_accessible_name("May 2030")
    await expect(page.get_by_label("Monday 6 May 2030")).to_have_attribute("aria-selected", "true")
    await page.get_by_label("Tuesday 7 May 2030").click()
    assert await rows(page) == ["2030-05-06 18:00", "2030-05-07 18:00", "soon"]
    await page.get_by_role("button", name="Remove “soon”").click()
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("When do we meet?")
    question = await asked(site, "When do we meet?")
    assert [choice.text for choice in question.choices] == ["2030-05-06 18:00", "2030-05-07 18:00"]


async def test_days_that_are_over_are_not_offered_and_can_be_meant(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates", timezone="Pacific/Kiritimati")
    await page.get_by_label("Question", exact=True).fill("When was it?")
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()

    await expect(page.locator("[data-day][aria-current]")).to_have_attribute("data-day", f"{today}")
    await page.get_by_role("button", name="Back").click(click_count=3)
    await expect(page.locator("[data-day]:not([aria-disabled=true])")).to_have_count(0)
    await page.locator("[data-day]").first.click(force=True)  # as a finger does
    await page.keyboard.press("Space")
    assert await rows(page) == ["", "", ""]
    await page.get_by_text("Write the dates as text").click()
    await page.get_by_role("textbox", name="Date 1").fill("2026-01-01 18:00 - 20:00")
    await page.get_by_role("textbox", name="Date 2").fill("2026-01-02")
    await page.get_by_role("button", name="Create").click()

    told = page.get_by_role("alert")
    await expect(told).to_be_focused()
    await expect(told).to_contain_text("2 dates are in the past")
    day = page.get_by_label("Thursday 1 January 2026")
    await expect(day).to_have_attribute("aria-selected", "true")  # it can be given up
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("When was it?")
    question = await asked(site, "When was it?")
    assert [choice.text for choice in question.choices] == [
        "2026-01-01 18:00\N{EN DASH}20:00",
        "2026-01-02",
    ]


async def test_week_of_evenings_is_set_up_with_a_few_taps(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates", width=360, touch=True)
    in_sight = await page.locator("[data-day]").first.bounding_box()
    taps = 0

    async def tap(place: Locator) -> None:
        nonlocal taps
        await place.tap()
        taps += 1

    await tap(page.get_by_role("button", name="Forward"))
    await tap(page.get_by_label("Times of a day"))
    for number in range(7, 12):
        await tap(page.locator("[data-day]").nth(number))
    await tap(page.get_by_label("Question", exact=True))
    await page.keyboard.type("Which evening?")
    await tap(page.get_by_role("button", name="Create"))

    await expect(page.get_by_role("heading", level=1)).to_have_text("Which evening?")
    assert taps <= 12
    assert in_sight
    assert in_sight["y"] < 500
    question = await asked(site, "Which evening?")
    assert question.rules.voters is Voters.NAMED
    assert question.rules.has_dates
    days = [datetime.fromisoformat(choice.text) for choice in question.choices]
    assert [day.weekday() for day in days] == [0, 1, 2, 3, 4]
    assert {f"{day:%H:%M}" for day in days} == {"18:00"}


async def test_calendar_is_drawn_over_for_days_hours_and_days_that_belong_together(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates")
    await page.get_by_role("button", name="Forward").click()
    days = await page.locator("[data-day]").evaluate_all("cells => cells.map((c) => c.dataset.day)")
    monday, tuesday, wednesday, friday = (days[number] for number in (7, 8, 9, 11))

    await draw(page, f"[data-day='{monday}']", f"[data-day='{days[15]}']")
    assert await dates(page) == [monday, tuesday, days[14], days[15]]  # without the days between
    await draw(page, f"[data-day='{days[14]}']", f"[data-day='{days[15]}']")
    await page.get_by_role("button", name="Remove Tue").click()
    assert await dates(page) == [monday]

    await page.get_by_label("Several days as one choice").check()
    await page.locator(f"[data-day='{days[19]}']").click()
    await expect(page.get_by_text("Now choose the last day.")).to_be_visible()
    await page.locator(f"[data-day='{friday}']").click()
    span = f"{friday}\N{EN DASH}{days[19]}"
    assert await dates(page) == [monday, span]

    await page.get_by_label("Week with hours").check()
    hour = "[data-day='{}'][data-hour='{}']"
    await draw(page, hour.format(monday, 18), hour.format(tuesday, 20))
    await page.locator(hour.format(wednesday, 17)).click()
    evening = " 18:00\N{EN DASH}21:00"
    late = f"{wednesday} 17:00\N{EN DASH}18:00"
    assert await dates(page) == [f"{monday}{evening}", f"{tuesday}{evening}", late, span]
    await expect(page.locator(hour.format(monday, 20))).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_label("Same times on all days")).not_to_be_checked()

    await page.get_by_role("button", name="Copy the times of Mon").click()
    evenings = [f"{day}{evening}" for day in (monday, tuesday, wednesday)]
    assert await dates(page) == [*evenings, span]
    await page.locator(f"[data-of='{wednesday}']").get_by_label("From").fill("19:30")
    assert (await dates(page))[2] == f"{wednesday} 19:30\N{EN DASH}21:00"
    await page.get_by_label("Same times on all days").check()
    assert await dates(page) == [*evenings, span]


async def test_enter_in_the_question_leads_to_the_calendar(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new?kind=dates")
    question = page.get_by_label("Question", exact=True)
    await question.fill("Which evening?")

    await question.press("Enter")

    await expect(page.locator("[data-day][tabindex='0']")).to_be_focused()


async def test_dates_are_added_in_the_calendar_when_a_question_is_edited(
    visitors: Visitors,
    site: Site,
) -> None:
    async with databases.opened(site.settings) as database:
        there = ["2126-12-24", "2126-12-25"]
        made = await asking.asked(database, "Edited when?", there, method="availability")
    page = await visitors.open(f"{site.url}/poll/{made.key}/organise/{made.secret}")
    await page.goto(f"{site.url}/poll/{made.key}/manage/edit")

    await expect(page.locator("#calendar-title")).to_have_text("December 2126")
    await expect(page.locator("[data-day='2126-12-24']")).to_have_attribute("data-taken", "1")
    await page.locator("[data-day='2126-12-27']").click()
    await page.get_by_label("Time zone").fill("Europe/Paris")
    await page.get_by_role("button", name="Save").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Edited when?")
    question = await asked(site, "Edited when?")
    assert [choice.text for choice in question.choices] == [*there, "2126-12-27"]
    assert question.zone == "Europe/Paris"


@with_and_without_javascript
async def test_other_form_takes_along_what_was_typed(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    await fill_in(page, "Whom?", "Ada", "Bo")

    await page.get_by_role("button", name="Rank or elect").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Rank or elect")
    assert "kind=election" in page.url
    await expect(page.get_by_label("Question", exact=True)).to_have_value("Whom?")
    await expect(page.get_by_label("Instant-runoff")).to_be_checked()
    assert await dates(page) == ["Ada", "Bo"]


async def draw(page: Page, first: str, last: str) -> None:
    """Draw with the mouse from one cell to another."""
    start, end = page.locator(first), page.locator(last)
    await start.scroll_into_view_if_needed()
    await end.scroll_into_view_if_needed()
    await start.hover()
    await page.mouse.down()
    await end.hover()
    await page.mouse.up()


async def dates(page: Page) -> list[str]:
    text = await page.locator("textarea[name=choices]").input_value()
    return [line for line in text.split("\n") if line]


@with_and_without_javascript
async def test_enter_in_the_question_leads_to_its_choices(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    text = f"Where next, {javascript}?"
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    question = page.get_by_label("Question", exact=True)
    await question.press("Enter")
    await question.fill(text)

    await question.press("Enter")

    name = "Choice 1" if javascript else "Choices"
    await expect(page.get_by_role("textbox", name=name, exact=True)).to_be_focused()
    await expect(question).to_have_value(text)
    await expect(page.get_by_role("alert")).to_have_count(0)
    await fill_in(page, text, "Rome", "Oslo")
    await question.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert (await asked(site, text)).vote_count == 0


async def test_zone_is_that_of_the_browser(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new", timezone="America/New_York")
    plain = await visitors.open(f"{site.url}/new", timezone="America/New_York", javascript=False)

    await expect(page.locator("input[name=zone]")).to_have_value("America/New_York")
    await expect(plain.locator("input[name=zone]")).to_have_value("UTC")


async def test_zone_that_was_chosen_stays_when_the_form_comes_back(
    visitors: Visitors,
    site: Site,
) -> None:
    page = await visitors.open(f"{site.url}/new", timezone="America/New_York")
    await page.get_by_text("Settings", exact=True).click()
    await page.get_by_label("Time zone").fill("Asia/Tokyo")

    await page.get_by_role("button", name="Create").click()
    await page.get_by_role("alert").wait_for()

    await expect(page.locator("input[name=zone]")).to_have_value("Asia/Tokyo")


@with_and_without_javascript
async def test_what_belongs_to_a_setting_is_there_when_it_is_chosen(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    page = await visitors.open(f"{site.url}/new", javascript=javascript)
    await page.get_by_text("How people vote", exact=True).click()
    await expect(page.get_by_label("Maximum")).to_be_hidden()

    await page.get_by_label("Mark several choices").check()

    await expect(page.get_by_label("Maximum")).to_be_visible()


async def test_link_is_copied(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new", is_altered=True)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await fill_in(page, "Copied?", "Yes", "No")
    await page.get_by_role("button", name="Create").click()

    button = page.get_by_role("button", name="Copy the link")
    await button.click()

    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == await page.locator("#voters-link").inner_text()
    await expect(button).to_be_visible()  # it says so for a moment only


async def test_link_is_marked_where_it_cannot_be_copied(visitors: Visitors, site: Site) -> None:
    page = await visitors.open(f"{site.url}/new")
    await fill_in(page, "Copied by hand?", "Yes", "No")
    await page.get_by_role("button", name="Create").click()
    await page.evaluate(
        "void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))"
    )

    await page.get_by_role("button", name="Copy the organiser's link").click()

    await expect(page.get_by_role("button", name="Selected. Now press Ctrl+C.")).to_be_visible()
    marked = await page.evaluate("getSelection().toString()")
    assert marked == await page.locator("#organisers-link").inner_text()


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)
        assert await page.evaluate(RING) >= 2, await page.evaluate(
            "document.activeElement.outerHTML",
        )
