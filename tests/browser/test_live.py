"""The tally moves while somebody looks at it, and says when it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from polls.domain.questions.rules import Voters
from tests.browser.sites import Site, site_on
from tests.scenarios.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page, Request, Route

    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHOICES = ("At the lake", "In the garden", "Inside")
ONE_SECOND = 1_000
A_WHILE = 15_000
CLOCK_STEP = 100
"""Milliseconds by which the moments of two requests may be told wrong."""


async def test_vote_moves_the_bars_in_another_browser(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1])
    watching = await _watching(visitors, site, key)
    await watching.evaluate("window.isTheSamePage = true")

    await _vote(visitors, site, key, "Inside")

    answer = watching.locator(".answer")
    await expect(answer).to_have_text(
        "At the lake and Inside are tied: 1 of 2 votes each.",
        timeout=ONE_SECOND,
    )
    await expect(watching.locator("tbody tr").last).to_contain_text("50 %")
    await expect(watching.locator(".part").last).to_have_attribute("width", "50%")
    assert await watching.evaluate("window.isTheSamePage")


async def test_reader_keeps_what_was_unfolded(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1, 2])
    page = await _watching(visitors, site, key)
    await page.get_by_text("How ties are broken").click()

    await site.vote(key, 2)

    await expect(page.locator("tbody tr").nth(2)).to_contain_text("1")
    await expect(page.locator("details.lots")).to_have_attribute("open", "")


async def test_reader_keeps_the_mark_of_the_own_vote(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1, 2])
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label("In the garden").check()
    await page.get_by_role("button", name="Vote").click()
    await expect(page.locator("[data-liveness]")).to_have_text("Live")

    await site.vote(key, 2)
    await expect(page.locator("tbody tr").nth(2)).to_contain_text("1")
    await site.close(key)

    await expect(page.locator("#tally-heading")).to_have_text("Result")
    await expect(page.locator("tr[data-choice] .own")).to_have_count(1)
    await expect(page.locator("tbody tr").first).to_contain_text("In the garden Your vote")


async def test_reader_keeps_the_marks_of_own_answers_beside_names_that_unfold(
    visitors: Visitors,
    site: Site,
) -> None:
    dates = ["2126-06-01", "2126-06-02"]
    key = await site.ask(
        "When?", dates, voters=Voters.NAMED, method="availability", max_choices=None
    )
    page = await visitors.open(f"{site.url}/poll/{key}", width=360)
    await page.get_by_label("Yes").first.check(force=True)
    await page.get_by_label("Your name").fill("Ann")

    await page.get_by_role("button", name="Vote").click()

    await expect(page.locator("[data-liveness]")).to_have_text("Live")
    first = page.locator("tr[data-choice]").first
    await expect(first.locator("summary + p")).to_have_text("Yes: Ann.")
    await expect(first.locator(".own")).to_have_text("You: Yes")
    await expect(page.locator("tr[data-choice] .own")).to_have_count(1)


async def test_marks_follow_a_vote_that_is_changed_in_another_tab(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where?", ["Indoors", "In the garden"])
    first = await visitors.open(f"{site.url}/poll/{key}")
    await first.get_by_label("Indoors").check()
    await first.get_by_role("button", name="Vote").click()
    await expect(first.locator(".own")).to_have_count(1)
    second = await first.context.new_page()
    await second.goto(f"{site.url}/poll/{key}")

    await second.get_by_label("In the garden").check()
    await second.get_by_role("button", name="Change my vote").click()

    for page in (first, second):
        await expect(page.locator("tr", has_text="In the garden").locator(".own")).to_be_visible()
        await expect(page.locator(".own")).to_have_count(1)
    await expect(first.locator("#recorded")).to_contain_text("In the garden")


async def test_reader_keeps_focus_place_and_selection(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where?", [f"Table {number}" for number in range(30)], [1, 2])
    page = await _watching(visitors, site, key)
    await page.get_by_role("link", name="Vote on this question").focus()
    await page.evaluate("""
        () => {
          window.row = document.querySelector("tbody tr:nth-child(9)");
          getSelection().selectAllChildren(row.querySelector("th"));
          scrollTo(0, 700);
        }
    """)

    await site.vote(key, 8)

    await expect(page.locator("tbody tr").nth(8)).to_contain_text("1")
    assert await page.evaluate("row === document.querySelector('tbody tr:nth-child(9)')")
    assert await page.evaluate("String(getSelection()).trim()") == "Table 8"
    assert await page.evaluate("scrollY") == 700
    await expect(page.get_by_role("link", name="Vote on this question")).to_be_focused()


async def test_tally_of_another_shape_is_replaced(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1])
    page = await _watching(visitors, site, key)
    await page.evaluate("document.querySelector('tbody').append(document.createElement('tr'))")

    await site.vote(key, 1)

    await expect(page.locator("tbody tr").nth(1)).to_contain_text("50 %")
    await expect(page.locator("tbody tr")).to_have_count(3)


async def test_row_never_becomes_that_of_another_choice(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1])
    page = await _watching(visitors, site, key)
    await page.evaluate("window.row = document.querySelector('tbody tr')")
    await page.evaluate("row.dataset.choice = '99'")

    await site.vote(key, 1)

    await expect(page.locator("tbody tr").nth(1)).to_contain_text("50 %")
    assert not await page.evaluate("row.isConnected")


async def test_answer_is_announced_but_not_too_often(visitors: Visitors, site: Site) -> None:
    page, key = await _live_page_with_a_clock(visitors, site)
    said = page.locator("body > [aria-live=polite]")
    await expect(said).to_have_text("")

    await site.vote(key, 0)
    await expect(page.locator(".answer")).to_have_text("At the lake leads with 1 of 1 vote.")
    await page.clock.run_for(100)
    await expect(said).to_have_text("At the lake leads with 1 of 1 vote.")

    await site.vote(key, 0)
    await expect(page.locator(".answer")).to_have_text("At the lake leads with 2 of 2 votes.")
    await site.vote(key, 0)
    await expect(page.locator(".answer")).to_have_text("At the lake leads with 3 of 3 votes.")
    await page.clock.run_for(4_000)
    await expect(said).to_have_text("At the lake leads with 1 of 1 vote.")
    await page.clock.run_for(1_100)
    await expect(said).to_have_text("At the lake leads with 3 of 3 votes.")


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
async def test_bars_glide_where_motion_is_welcome(
    visitors: Visitors,
    site: Site,
    motion: str,
    moves: bool,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [1])
    page = await _watching(visitors, site, key)
    await page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    await page.evaluate("addEventListener('transitionrun', () => { window.hasMoved = true })")

    await site.vote(key, 1)

    await expect(page.locator(".part").nth(1)).to_have_attribute("width", "50%")
    await page.evaluate("new Promise(requestAnimationFrame)")
    await page.evaluate("new Promise(requestAnimationFrame)")
    assert await page.evaluate("window.hasMoved ?? false") is moves


async def test_closing_tells_the_final_result(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES, [2, 1])
    page = await _watching(visitors, site, key)
    streams = _streams(page)

    await site.close(key)

    await expect(page.locator("#tally-heading")).to_have_text("Result", timeout=2_000)
    await expect(page.locator(".answer")).to_have_text("At the lake won with 2 of 3 votes.")
    await expect(page.get_by_text("Live", exact=True)).to_be_hidden()
    await expect(page.get_by_role("link", name="Vote on this question")).to_be_hidden()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.evaluate("fetch(location.href)")  # what the page asked for before is known by then
    assert streams == [], "nothing more will come"


async def test_results_without_javascript_have_a_link_instead(
    visitors: Visitors,
    site: Site,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await visitors.open(f"{site.url}/poll/{key}/results", javascript=False)
    await expect(page.get_by_text("Live", exact=True)).to_have_count(0)
    await site.vote(key, 0)

    await page.get_by_role("link", name="Refresh").click()

    await expect(page.locator(".answer")).to_have_text("At the lake leads with 1 of 1 vote.")


async def test_restart_of_the_server_is_lived_through(
    visitors: Visitors,
    sqlite_template: Path,
    tmp_path: Path,
) -> None:
    async with site_on(sqlite_template, tmp_path) as site:
        key = await site.ask("Where shall we eat?", CHOICES, [1])
        page = await _watching(visitors, site, key)
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    await expect(page.get_by_role("link", name="Refresh")).to_be_visible()

    port = int(site.url.rpartition(":")[2])
    async with serving(site.settings, tmp_path, port=port):
        await site.vote(key, 1)

        await expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=A_WHILE)
        await expect(page.get_by_role("link", name="Refresh")).to_be_hidden()
        await expect(page.locator(".answer")).to_have_text(
            "At the lake and In the garden are tied: 1 of 2 votes each.",
        )
        await page.close()  # or it would complain about the end of this server, too
        complaints = visitors.complaints()
        assert [each for each in complaints if "net::ERR" not in each] == []


async def test_refusal_is_not_the_end(visitors: Visitors, site: Site) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await visitors.open(f"{site.url}/poll/{key}/results")
    tries: list[float] = []

    async def refuse_twice(route: Route) -> None:
        tries.append(await page.evaluate("performance.now()"))
        if len(tries) == 3:
            await route.continue_()
        else:
            await route.fulfill(status=503)

    await page.route("**/events", refuse_twice)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()

    await expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=A_WHILE)
    first, second, third = tries
    assert second - first >= 1_000 - CLOCK_STEP
    assert third - second >= 2_000 - CLOCK_STEP
    complaints = visitors.complaints()
    assert [each for each in complaints if "503" not in each] == []


async def test_silence_is_taken_for_a_cut(visitors: Visitors, site: Site) -> None:
    page, _ = await _live_page_with_a_clock(visitors, site)
    streams = _streams(page)

    await page.clock.fast_forward(30_000)
    await page.evaluate("fetch(location.href)")  # what the page asked for before is known by then
    assert streams == [], "a heartbeat may still come"
    await page.clock.fast_forward(15_000)  # as a laptop does that has slept

    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    assert len(streams) == 1


async def test_heartbeat_is_a_sign(visitors: Visitors, site: Site) -> None:
    page, _ = await _live_page_with_a_clock(visitors, site)
    streams = _streams(page)

    await page.clock.fast_forward(20_000)
    await page.evaluate("""
        () => new Promise((heard) => {
          const address = document.querySelector("[data-live]").dataset.live;
          new EventSource(address).addEventListener("heartbeat", heard);
        })
    """)
    await page.clock.fast_forward(20_000)
    await page.evaluate("fetch(location.href)")  # what the page asked for before is known by then

    assert len(streams) == 1, "the one that this test has opened"


@pytest.mark.parametrize("event", ["visibilitychange", "pagehide"])
async def test_page_out_of_sight_has_no_stream(
    visitors: Visitors,
    site: Site,
    event: str,
) -> None:
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await _watching(visitors, site, key)

    async with page.expect_event("requestfailed") as ended:
        await _hide(page, event)
    assert (await ended.value).url.endswith("/events")
    await site.vote(key, 2)
    streams = _streams(page)
    await _show(page, event)

    await expect(page.locator(".answer")).to_have_text("Inside leads with 1 of 1 vote.")
    assert len(streams) == 1


async def _watching(visitors: Visitors, site: Site, key: str) -> Page:
    page = await visitors.open(f"{site.url}/poll/{key}/results")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Refresh")).to_be_hidden()
    return page


async def _live_page_with_a_clock(visitors: Visitors, site: Site) -> tuple[Page, str]:
    """Open a live results page whose time the test makes pass; return the question's key too."""
    key = await site.ask("Where shall we eat?", CHOICES)
    page = await visitors.open(f"{site.url}/poll/{key}/results", is_altered=True)
    await page.clock.install()
    await page.reload()
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    return page, key


async def _vote(visitors: Visitors, site: Site, key: str, choice: str) -> None:
    page = await visitors.open(f"{site.url}/poll/{key}")
    await page.get_by_label(choice).check()
    await page.get_by_role("button", name="Vote").click()
    await expect(page.get_by_role("status")).to_have_text(f"Your vote is recorded: {choice}")


def _streams(page: Page) -> list[Request]:
    """Return a list to which the streams are added that the page opens from now on."""
    streams: list[Request] = []
    page.on("request", lambda request: _keep_stream(streams, request))
    return streams


def _keep_stream(streams: list[Request], request: Request) -> None:
    if request.resource_type == "eventsource":
        streams.append(request)


# Chromium without a window has no tabs in the background and keeps no pages: what it would tell
# the page is told by hand.


async def _hide(page: Page, event: str) -> None:
    if event == "pagehide":
        await page.evaluate("dispatchEvent(new Event('pagehide'))")
        return
    await page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, writable: true })"
    )
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def _show(page: Page, event: str) -> None:
    if event == "pagehide":
        await page.evaluate("dispatchEvent(new Event('pageshow'))")
        return
    await page.evaluate("document.hidden = false")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
