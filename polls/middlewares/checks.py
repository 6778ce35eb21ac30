"""Lets a request through to its view when it passes every check."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.typedefs import Handler, Middleware

Check: TypeAlias = "Callable[[web.Request], None]"
"""Raises the error that refuses a request, or does nothing."""


def checked(*checks: Check) -> Middleware:
    """Return the middleware that makes these checks, in this order.

    One middleware for all of them: a plain call costs a tenth of what a middleware costs.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        for check in checks:
            check(request)
        return await handler(request)

    return middleware
