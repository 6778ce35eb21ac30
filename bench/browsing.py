"""What a phone on a slow network waits for, in Chromium with its own throttling."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench import filling, servers
from bench.errors import BenchError
from bench.peers import ours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

LATENCY = 150
"""Milliseconds from each request to the first byte of its answer, at the least."""
BYTES_A_SECOND = 200_000
"""1.6 Mbit/s."""
VIEW: ViewportSize = {"width": 360, "height": 800}
ROUNDS = 5
"""Visits, of which the quickest counts: other programs on the machine only make one slower."""
QUIET_SECONDS = 1.0
"""After the last answer, for what a page may still ask for."""
PRESSES = 8
SLOWDOWN = 4
"""Times as slow as this machine's processor: about a phone's of the middle class."""
MANY = 60
"""Choices of the ballots that are pressed on."""

PAGES = {"ballot": "/poll/1", "results": "/poll/1/results", "form": "/new", "index": "/"}
PRESSED = {"marks": ".choice input", "ranking": "[data-ranking] .take"}
"""The style of a ballot → what is pressed on it."""
FILLED = {"marks": filling.set_choices, "ranking": filling.let_rank}

# What a browser does to find what is below a pointer that nobody moved is not an interaction:
# those have a number (Event Timing, section 2.4).
_WATCH = """
globalThis.shift = 0;
globalThis.slowest = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) shift += each.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    if (each.interactionId) slowest = Math.max(slowest, each.duration);
  }
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_ANOTHER = "?from"
"""Makes an address one of another page of the site, which leads to the first one."""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True, slots=True)
class Load:
    """How a page came to a browser that had nothing of the site yet."""

    page: str
    requests: int
    kilobytes: float
    """Of 1,000 bytes, heads included."""
    first_paint: float
    """Seconds from the press on a link; of the quickest visit."""
    again: float
    """The same on the next visit, from a page that is not the site's."""
    onward: float
    """The same of a press on the site itself, on a page that the browser has seen."""
    shift: float
    """Cumulative layout shift."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """How long a ballot of `MANY` choices takes to show that it was pressed on."""

    style: str
    milliseconds: float
    """The slowest press until the next paint, on the quickest of all visits."""
    shift: float


def measure(folder: Path) -> tuple[list[Load], list[Pressing]]:
    """Visit pages as a phone would, and press on long ballots.

    Raises:
        BenchError: there is no Chromium, or the server does not answer.
    """
    program = ours.on_sqlite(folder)
    loads, pressings = [], []
    with _browser() as browser:
        program.prepare()
        with servers.started(program, folder) as server:
            for choice in (1, 1, 2):
                server.vote_once((choice,))
            for page, path in PAGES.items():
                loads.append(_load(browser, page, server.url + path))
        for style, fill in FILLED.items():
            program.prepare()
            if program.store:
                fill(program.store, MANY)
            with servers.started(program, folder) as server:
                found = [_press(browser, style, f"{server.url}/poll/1") for _ in range(ROUNDS)]
                slowest, shifts = zip(*found, strict=True)
                pressings.append(Pressing(style, min(slowest), max(shifts)))
    return loads, pressings


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this needs it

    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise BenchError("no Chromium was found: tools/debian-packages chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def _load(browser: Browser, page: str, url: str) -> Load:
    visits = [_visit(browser, url) for _ in range(ROUNDS)]
    requests, sizes, firsts, agains, onwards, shifts = zip(*visits, strict=True)
    return Load(
        page,
        int(max(requests)),
        max(sizes) / 1000,
        min(firsts) / 1000,
        min(agains) / 1000,
        min(onwards) / 1000,
        max(shifts),
    )


def _visit(browser: Browser, url: str) -> tuple[float, ...]:
    """Return requests, bytes, milliseconds to the three first paints of a `Load`, and shift."""
    context, page = _phone(browser)
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    asked: list[str] = []
    sizes: list[float] = []

    def ask(event: dict[str, Any]) -> None:
        asked.append(event["request"]["url"])

    def finish(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    client.on("Network.requestWillBeSent", ask)
    client.on("Network.loadingFinished", finish)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(QUIET_SECONDS * 1000)
    requests, size = len(asked), sum(sizes)
    first: float = page.evaluate(_FIRST_PAINT)
    shift: float = page.evaluate("shift")
    page.goto("about:blank")
    page.goto(url, wait_until="load")
    page.wait_for_timeout(QUIET_SECONDS * 1000)
    again: float = page.evaluate(_FIRST_PAINT)
    page.evaluate("url => location.assign(url)", url + _ANOTHER)
    page.wait_for_url(url + _ANOTHER, wait_until="load")
    page.evaluate("url => location.assign(url)", url)
    page.wait_for_url(url, wait_until="load")
    page.wait_for_timeout(QUIET_SECONDS * 1000)
    onward: float = page.evaluate(_FIRST_PAINT)
    context.close()
    return requests, size, first, again, onward, shift


def _press(browser: Browser, style: str, url: str) -> tuple[float, float]:
    """Return the milliseconds of the slowest press, and the layout shift."""
    context, page = _phone(browser)
    client = context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(url, wait_until="load")
    choices = page.locator(PRESSED[style])
    for number in range(PRESSES):
        choices.nth(number * (MANY // PRESSES // 2)).click()
        page.wait_for_timeout(200)
    slowest: float = page.evaluate("slowest")
    shift: float = page.evaluate("shift")
    context.close()
    return slowest, shift


def _phone(browser: Browser) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=VIEW, has_touch=True, is_mobile=True)
    context.add_init_script(_WATCH)
    return context, context.new_page()
