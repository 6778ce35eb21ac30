"""Counts every answer by its route and status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.typedefs import NUMBERS

if TYPE_CHECKING:
    from aiohttp import web

    from polls.middlewares.headers import Signal


def count_answers(app: web.Application) -> Signal:
    """Return the signal that counts a response just before it is sent.

    It sees error pages, addresses that do not exist and senders who have gone, and comes with
    every vote: one look at the route and one addition is all that it may do.
    """
    numbers = app[NUMBERS]

    async def count(request: web.Request, response: web.StreamResponse) -> None:
        numbers.answered(request.match_info.route, response.status)

    return count
