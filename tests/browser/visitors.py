"""People who visit the site, each with a browser profile of their own, watched for trouble."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.async_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
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

    origin: str
    found: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def attach(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # An error page is a failed load to Chromium; that it came is for the test to check.
        is_error_page = message.location.get("url") in self.refused
        if message.type in {"error", "warning"} and not is_error_page:
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.found.append(f"request to another site: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            if response.request.is_navigation_request():
                self.refused.add(response.url)
            else:
                self.found.append(f"{response.status}: {response.url}")


class Visitors:
    """Opens pages as different people would, and watches them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._watches: list[Watch] = []
        self._documents: dict[Page, Response] = {}  # the answer that each page was made of

    async def open(  # noqa: PLR0913 - one argument a way that browsers differ
        self,
        url: str,
        *,
        scheme: Literal["light", "dark"] = "light",
        width: int = 1280,
        height: int = 800,
        javascript: bool = True,
        timezone: str = "UTC",
        touch: bool = False,
    ) -> Page:
        """Visit `url` as somebody who was never here before."""
        context = await self._browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id=timezone,
            has_touch=touch,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        await context.add_init_script(REPORT_BLOCKED)
        page = await context.new_page()
        parts = urlsplit(url)
        watch = Watch(f"{parts.scheme}://{parts.netloc}")
        watch.attach(page)
        page.on("response", lambda response: self._keep(page, response))
        self._watches.append(watch)
        await page.goto(url)
        return page

    async def served(self, page: Page) -> str:
        """Return the HTML that a page was made of."""
        return await self._documents[page].text()

    def complaints(self) -> list[str]:
        """Return what was found wrong since this was last asked."""
        found = [complaint for watch in self._watches for complaint in watch.found]
        self._watches.clear()
        return found

    def _keep(self, page: Page, response: Response) -> None:
        is_page = response.request.is_navigation_request() and "location" not in response.headers
        if is_page and response.frame == page.main_frame:
            self._documents[page] = response

    async def leave(self) -> None:
        for context in self._contexts:
            await context.close()
