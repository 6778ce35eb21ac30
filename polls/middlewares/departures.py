"""Takes it as no error when a client has gone before its answer could be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

CLIENT_GONE = 499
"""The status that nginx writes into its log for it; nobody gets it."""


@web.middleware
async def departures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let what was cut off by its client end with a status for the log and the metrics."""
    try:
        return await handler(request)
    except ConnectionError:
        if request.transport is not None and not request.transport.is_closing():
            raise
        return web.Response(status=CLIENT_GONE, reason="Client Closed Request")
