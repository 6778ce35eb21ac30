"""The responses that views give."""

from __future__ import annotations

from aiohttp import web


def page_response(page: str | bytes, status: int = 200) -> web.Response:
    """Return a rendered page."""
    body = page.encode() if isinstance(page, str) else page
    return web.Response(body=body, status=status, content_type="text/html", charset="utf-8")
