"""One browser for all tests of the pages, and a served site in front of it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright
from pydantic import SecretStr

from polls.domain.errors import BusyError, TooMuchAtOnceError
from polls.main import init_app
from polls.settings import Settings, SqliteSettings
from tests.browser.pages import LONG_WORD
from tests.browser.sites import Site, site_on
from tests.browser.visitors import Seats, Visitors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp import web
    from playwright.async_api import Browser

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first needs half the time of the others, which draw a window that nobody sees."""
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
MISTAKES = {
    "/broken": ZeroDivisionError,
    "/busy": BusyError,
    "/too-much": TooMuchAtOnceError,
}
NOT_FOUND = (
    "The browser tests did not run: no Chromium was found. "
    "Install it with: tools/debian-packages chromium-headless-shell"
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium; without one, a skip that says so, in CI a failure."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(NOT_FOUND)
    if found is None:
        pytest.skip(NOT_FOUND)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=[*FLAGS, *sandbox],
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Site]:
    """A site with twelve listed questions, so two pages of them; on the second are long words."""
    async with site_on(sqlite_template, tmp_path_factory.mktemp("site")) as site:
        await site.ask(LONG_WORD, ["Yes", "No"], is_listed=True)
        for number in range(1, 11):
            await site.ask(f"Day {number}: tea or coffee?", ["Tea", "Coffee"], is_listed=True)
        await site.ask("Is it closed?", ["Yes", "No"], [2, 1], is_listed=True, is_closed=True)
        yield site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def empty_site(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Site]:
    """A site that nobody has asked anything yet."""
    async with site_on(sqlite_template, tmp_path_factory.mktemp("empty-site")) as site:
        yield site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broken_url(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[str]:
    """The address of a page whose program has a mistake, on a site that asks for a code to ask.

    At /busy the site has too much to do, and at /too-much for one network.
    """

    async def broken(request: web.Request) -> web.Response:
        raise MISTAKES[request.path]

    path = tmp_path_factory.mktemp("broken-site") / "polls.db"
    shutil.copy(sqlite_template, path)
    code = SecretStr("let me in")
    sqlite = SqliteSettings(path=path)
    settings = Settings(sqlite=sqlite, create="link", create_code=code, pseudo_locale=True)
    app = init_app(settings)
    for address in MISTAKES:
        app.router.add_get(address, broken)
    async with TestServer(app) as server:
        yield str(server.make_url("/broken"))


@pytest.fixture(scope="session")
def seats(browser: Browser) -> Seats:  # noqa: ARG001 - it is gone when the browser is
    return Seats()


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(browser: Browser, seats: Seats) -> AsyncIterator[Visitors]:
    """People at browsers of their own; in the end no page may have complained."""
    visitors = Visitors(browser, seats)
    yield visitors
    await visitors.leave()
    assert visitors.complaints() == []
