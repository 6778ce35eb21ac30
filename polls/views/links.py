"""Whole addresses, to be carried elsewhere: written down, sent, or drawn as a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web


def link(request: web.Request, name: str, **parts: str) -> str:
    """Return the whole address of the page with this name."""
    origin = request.app[SETTINGS].base_url or f"{request.scheme}://{request.host}"
    return f"{origin}{request.app.router[name].url_for(**parts)}"
