"""A question in a frame on another site's page, in a real browser."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from polls.main import init_app
from polls.settings import Settings, SqliteSettings
from polls.typedefs import DATABASE
from tests import asking, ledgers
from tests.browser.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from polls.db.engines.database import Database

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOWN = (".answer", "table", ".steps")


@dataclass(frozen=True)
class Blog:
    """A site under two names, of which the polls know one, with a page that frames a question."""

    known: str
    unknown: str
    polls: str
    database: Database


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def blog(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Blog]:
    path = tmp_path_factory.mktemp("embed") / "polls.db"
    shutil.copy(sqlite_template, path)
    port = unused_port()
    known = f"http://localhost:{port}"
    settings = Settings(sqlite=SqliteSettings(path=path), embed_origins=(known,))
    app = init_app(settings)
    async with TestServer(app) as polls:
        src = polls.make_url("/poll/1/embed")

        async def page(_request: web.Request) -> web.Response:
            text = f'<!doctype html><title>Blog</title><iframe src="{src}" width=500></iframe>'
            return web.Response(text=text, content_type="text/html")

        own = web.Application()
        own.router.add_get("/", page)
        async with TestServer(own, port=port, host="127.0.0.1"):
            await asking.ask(app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
            unknown = f"http://127.0.0.1:{port}"
            yield Blog(known, unknown, str(polls.make_url("/")), app[DATABASE])


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="en-GB")
    context.set_default_timeout(10_000)
    yield await context.new_page()
    await context.close()


async def test_question_shows_on_the_page_of_a_site_that_is_named(page: Page, blog: Blog) -> None:
    await page.goto(blog.known)

    frame = page.frame_locator("iframe")
    await frame.get_by_role("heading", name="Tea or coffee?").wait_for()
    assert await frame.get_by_role("cell").all_inner_texts() == ["0", "0 %", "0", "0 %"]


async def test_question_does_not_show_on_the_page_of_another_site(page: Page, blog: Blog) -> None:
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))

    await page.goto(blog.unknown)

    await until(page, "document.readyState === 'complete'")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    assert any("frame-ancestors" in refusal for refusal in refusals)


async def test_framed_result_moves_as_votes_come_in(page: Page, blog: Blog) -> None:
    await page.goto(blog.known)
    frame = page.frame_locator("iframe")
    await frame.get_by_text("Live", exact=False).first.wait_for()
    (before,) = [await frame.locator("td.number").first.inner_text()]

    await ledgers.append(blog.database, "1", (1,))

    await frame.get_by_role("cell", name=str(int(before) + 1), exact=True).first.wait_for()


async def test_vote_button_opens_the_ballot_in_a_tab_where_the_voter_is_known(
    page: Page,
    blog: Blog,
) -> None:
    await page.goto(blog.known)

    async with page.context.expect_page() as opened:
        await page.frame_locator("iframe").get_by_role("link", name="Vote").click()
    tab = await opened.value
    await tab.get_by_role("radio").first.check()
    await tab.get_by_role("button", name="Vote").click()
    await tab.get_by_text("Your vote is recorded").wait_for()

    assert tab.url.startswith(f"{blog.polls}poll/1")
    assert await tab.evaluate("window.opener") is None


async def test_frame_shows_the_answer_and_no_more_of_a_count_than_it_has_room_for(
    page: Page,
    blog: Blog,
) -> None:
    choices = ["Tea", "Coffee", "Juice"]
    key = await asking.ask(
        blog.database, "In which order?", choices, method="schulze", max_choices=None
    )
    await ledgers.append(blog.database, key, (1, 2), (1, 3), (2, 3, 1))
    await asking.close(blog.database, key)

    await page.goto(f"{blog.polls}poll/{key}/embed")
    framed = [await page.locator(each).first.is_visible() for each in SHOWN]
    await page.goto(f"{blog.polls}poll/{key}/results")
    whole = [await page.locator(each).first.is_visible() for each in SHOWN]

    assert framed == [True, True, False]
    assert whole == [True, True, True]
