"""People who visit the site, each with a browser profile of their own, watched for trouble."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.async_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Error,
        Page,
        Request,
        Response,
    )

with_and_without_javascript = pytest.mark.parametrize(
    "javascript",
    [True, False],
    ids=["javascript", "no-javascript"],
)

REPORT_BLOCKED = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`Blocked by ${event.effectiveDirective}: ${event.blockedURI}`);
});
"""


@dataclass
class Watch:
    """What a page complained about: console, scripts, policy, requests to other sites."""

    page: Page
    origin: str
    documents: dict[Page, Response]
    """The answer that each page was made of."""
    found: list[str]
    refused: set[str] = field(default_factory=set)

    def begin(self) -> None:
        for event, listener in self._listeners():
            self.page.on(event, listener)

    def end(self) -> None:
        for event, listener in self._listeners():
            self.page.remove_listener(event, listener)

    def _listeners(self) -> Iterator[tuple[Any, Callable[[Any], None]]]:
        yield "console", self._console
        yield "pageerror", self._script_error
        yield "request", self._request
        yield "response", self._response

    def _console(self, message: ConsoleMessage) -> None:
        # An error page is a failed load to Chromium; that it came is for the test to check.
        is_error_page = message.location.get("url") in self.refused
        if message.type in {"error", "warning"} and not is_error_page:
            self.found.append(f"console: {message.text}")

    def _script_error(self, error: Error) -> None:
        self.found.append(f"script: {error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.found.append(f"request to another site: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request() and "location" not in response.headers
        if is_page and response.frame == self.page.main_frame:
            self.documents[self.page] = response
        if response.status >= 400:
            if response.request.is_navigation_request():
                self.refused.add(response.url)
            else:
                self.found.append(f"{response.status}: {response.url}")


class Setup(NamedTuple):
    """How a visitor's browser is set up."""

    scheme: Literal["light", "dark"] = "light"
    width: int = 1280
    height: int = 800
    javascript: bool = True
    timezone: str = "UTC"
    touch: bool = False
    is_altered: bool = False
    """Whether the test gives the browser what nobody may find there later: scripts of its own,
    permissions, a clock."""

    async def new_page(self, browser: Browser) -> Page:
        """Return a page of somebody who was never anywhere."""
        context = await browser.new_context(
            color_scheme=self.scheme,
            viewport={"width": self.width, "height": self.height},
            java_script_enabled=self.javascript,
            locale="en-GB",
            timezone_id=self.timezone,
            has_touch=self.touch,
        )
        context.set_default_timeout(10_000)
        await context.add_init_script(REPORT_BLOCKED)
        return await context.new_page()


USUAL = Setup()
LASTING = {
    USUAL._replace(width=width, javascript=javascript)
    for width in (USUAL.width, 360)
    for javascript in (True, False)
}
"""The setups that most visitors have."""


class Seat:
    """A page at which one visitor after the other sits down, each as if nobody had been there.

    The process behind it is started once, which takes two thirds of the processor time of a short
    visit, and keeps what it has compiled of scripts that run on every page. The site keeps nothing
    in browsers but cookies.
    """

    def __init__(self, page: Page, setup: Setup) -> None:
        self.page = page
        self.is_taken = False
        self._setup = setup

    async def leave(self) -> None:
        context = self.page.context
        for other in context.pages:
            if other is not self.page:
                await other.close()
        if self.page.is_closed():
            self.page = await context.new_page()
        await self.page.unroute_all(behavior="ignoreErrors")
        await self.page.goto("about:blank")  # what still runs there would go on asking its server
        await context.clear_cookies()
        await self.page.set_viewport_size(
            {"width": self._setup.width, "height": self._setup.height}
        )
        await self.page.emulate_media(
            media="null",
            color_scheme=self._setup.scheme,
            reduced_motion="null",
        )
        self.is_taken = False


class Seats:
    """One seat for each lasting setup, made when the first visitor comes."""

    def __init__(self) -> None:
        self._made: dict[Setup, Seat] = {}

    async def free(self, browser: Browser, setup: Setup) -> Seat | None:
        """Return the seat with this setup, unless there is none or somebody sits there."""
        if setup not in LASTING:
            return None
        seat = self._made.get(setup)
        if seat is None:
            seat = self._made[setup] = Seat(await setup.new_page(browser), setup)
        return None if seat.is_taken else seat


class Visitors:
    """Opens pages as different people would, and watches them.

    Args:
        browser: at which they all are, each with a profile of their own.
        seats: for those who find one free.
    """

    def __init__(self, browser: Browser, seats: Seats) -> None:
        self._browser = browser
        self._seats = seats
        self._taken: list[Seat] = []
        self._contexts: list[BrowserContext] = []
        self._watches: list[Watch] = []
        self._found: list[str] = []
        self._documents: dict[Page, Response] = {}  # the answer that each page was made of

    async def open(self, url: str, **setup: Any) -> Page:
        """Visit `url` as somebody who was never here before, with what `Setup` has."""
        page = await self._sit_down(Setup(**setup))
        parts = urlsplit(url)
        watch = Watch(page, f"{parts.scheme}://{parts.netloc}", self._documents, self._found)
        watch.begin()
        self._watches.append(watch)
        await page.goto(url)
        return page

    async def _sit_down(self, setup: Setup) -> Page:
        seat = await self._seats.free(self._browser, setup)
        if seat:
            seat.is_taken = True
            self._taken.append(seat)
            return seat.page
        page = await setup.new_page(self._browser)
        self._contexts.append(page.context)
        return page

    async def served(self, page: Page) -> str:
        """Return the HTML that a page was made of."""
        return await self._documents[page].text()

    def complaints(self) -> list[str]:
        """Return what was found wrong since this was last asked."""
        found = self._found.copy()
        self._found.clear()
        return found

    async def leave(self) -> None:
        while self._watches:
            self._watches.pop().end()
        while self._contexts:
            await self._contexts.pop().close()
        while self._taken:
            await self._taken.pop().leave()
