"""Whole addresses, to be carried elsewhere: written down, sent, or drawn as a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web


def link(request: web.Request, name: str, **parts: str) -> str:
    """Return the whole address of the page with this name."""
    return f"{origin(request)}{request.app.router[name].url_for(**parts)}"


def origin(request: web.Request) -> str:
    """Return what all whole addresses of this site begin with: scheme, host and port."""
    return request.app[SETTINGS].base_url or f"{request.scheme}://{request.host}"
