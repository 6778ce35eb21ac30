"""Media types in the headers Content-Type and Accept (RFC 9110, sections 8.3 and 12.5.1).

Each header is read once from left to right. The parsers of aiohttp and of the standard library take
time that grows with the square of its length: 7 KB of semicolons held the event loop for 0.6 s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aiohttp import hdrs

from polls.weights import weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web


def essence(content_type: str) -> str:
    """Return the type and subtype in lower case, without parameters; empty if none is given."""
    return content_type.partition(";")[0].strip().lower()


def parameter(content_type: str, name: str) -> str | None:
    """Return the first parameter of this name, without quotes; None if there is none.

    Values with a semicolon or an escaped character are not understood: no boundary has one
    (RFC 2046, section 5.1.1).
    """
    for part in content_type.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip().removeprefix('"').removesuffix('"')
    return None


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Return which of the offered types a client prefers; None if it accepts none of them.

    Each type has the weight of the most specific range that names it. Of those with the highest
    weight the one that is named most specifically is taken, and then the last one offered.
    """
    ranges = [_range(part) for part in accept.split(",")]
    ranked = [(*_rank(kind, ranges), place) for place, kind in enumerate(offered)]
    highest, _, place = max(ranked)
    return offered[place] if highest > 0 else None


class _Range(NamedTuple):
    name: str
    weight: float


def _range(text: str) -> _Range:
    name = essence(text)
    return _Range("*/*" if name == "*" else name, weight(text))


def _rank(kind: str, ranges: Sequence[_Range]) -> tuple[float, int]:
    """Return the weight of a type, and how specifically it is named: 0 to 3."""
    names = ("*/*", f"{kind.partition('/')[0]}/*", kind)
    found = [(names.index(each.name) + 1, each.weight) for each in ranges if each.name in names]
    if not found:
        return 0.0, 0
    specificity, highest = max(found)
    return highest, specificity


def prefers_json(request: web.Request) -> bool:
    """Tell a program that wants data from a browser that wants a page."""
    # Ties go to the last name, so that “*/*”, which curl sends, gets the page.
    kinds = ("text/event-stream", "application/problem+json", "application/json", "text/html")
    kind = best(request.headers.get(hdrs.ACCEPT, "*/*"), kinds)
    return kind not in {None, "text/html"}
