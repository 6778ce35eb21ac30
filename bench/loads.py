"""The table of what a phone waits for, and whether it is what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bench.browsing import BYTES_A_SECOND, LATENCY, MANY, ROUNDS, SLOWDOWN
from bench.targets import MISSED, PASSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.browsing import Load, Pressing


class Bounds(NamedTuple):
    """The most that is wanted of a page."""

    requests: int
    kilobytes: float


WANTED = {"ballot": Bounds(6, 25), "results": Bounds(7, 30), "form": Bounds(7, 35)}
FIRST_PAINT, AGAIN = 0.6, 0.25
"""Seconds."""
PRESS = 100
"""Milliseconds."""
SHIFT = 0.02

HEADING = (
    "page",
    "requests",
    "KB",
    "first paint, s",
    "next visit, s",
    "from the site, s",
    "layout shift",
)
PRESS_HEADING = (f"ballot of {MANY} choices", "press to paint, ms", "layout shift")


def rows(loads: list[Load]) -> Iterator[list[str]]:
    """Yield a row for each page, below `HEADING`."""
    for each in loads:
        bounds = WANTED.get(each.page)
        yield [
            each.page,
            _cell(f"{each.requests}", each.requests, bounds and bounds.requests),
            _cell(f"{each.kilobytes:.1f}", each.kilobytes, bounds and bounds.kilobytes),
            _cell(f"{each.first_paint:.2f}", each.first_paint, FIRST_PAINT),
            _cell(f"{each.again:.2f}", each.again, AGAIN),
            _cell(f"{each.onward:.2f}", each.onward, AGAIN),
            _cell(f"{each.shift:.3f}", each.shift, SHIFT),
        ]


def press_rows(pressings: list[Pressing]) -> Iterator[list[str]]:
    """Yield a row for each style of ballot, below `PRESS_HEADING`."""
    for each in pressings:
        yield [
            each.style,
            _cell(f"{each.milliseconds:.0f}", each.milliseconds, PRESS),
            _cell(f"{each.shift:.3f}", each.shift, SHIFT),
        ]


def is_reached(loads: list[Load], pressings: list[Pressing]) -> bool:
    """Tell whether everything is as wanted."""
    cells = [cell for row in (*rows(loads), *press_rows(pressings)) for cell in row]
    return not any(cell.endswith(MISSED) for cell in cells)


def caption() -> list[str]:
    """Return what the figures are about."""
    return [
        f"{LATENCY} ms a request, {BYTES_A_SECOND * 8 / 1_000_000:g} Mbit/s, 360 px wide",
        f"{ROUNDS} visits by browsers that have nothing of the site yet: the quickest",
        "KB: 1,000 bytes as they come, heads included",
        "next visit: from elsewhere, with what the browser kept; from the site: by a link on it",
        f"press to paint: the slowest press of a visit, the processor slowed down {SLOWDOWN} times",
        f"wanted: first paint in {FIRST_PAINT:g} s, then {AGAIN:g} s; {PRESS} ms; shift {SHIFT:g}",
    ]


def _cell(text: str, value: float, bound: float | None) -> str:
    if bound is None:
        return text
    return f"{text} {PASSED if value <= bound else MISSED}"
