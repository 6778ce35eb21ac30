"""What kind of answer a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from polls.web import media_types

if TYPE_CHECKING:
    from aiohttp import web


def prefers_json(request: web.Request) -> bool:
    """Tell a program that wants data from a browser that wants a page."""
    # Ties go to the last name, so that “*/*”, which curl sends, gets the page.
    kinds = ("text/event-stream", "application/problem+json", "application/json", "text/html")
    best = media_types.best(request.headers.get(hdrs.ACCEPT, "*/*"), kinds)
    return best not in {None, "text/html"}
