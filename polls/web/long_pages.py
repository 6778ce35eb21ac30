"""Pages that may be long: rendered in a thread, so that votes do not wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.rendering import render
from polls.web import clients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

MANY = 30
"""Choices or names on a page that is long. One with as many takes 5 to 20 ms to render, one of 500
up to half a second."""


async def render_long(
    request: web.Request,
    template: str,
    context: Mapping[str, Any],
    size: int,
) -> str:
    """Render a template that goes through `size` choices or names.

    Raises:
        BusyError: too many long pages are wanted.
        TooMuchAtOnceError: too many of them by this client's network.
    """
    if size <= MANY:
        return render(template, request, context)
    return await clients.in_thread(request)(render, template, request, context)
