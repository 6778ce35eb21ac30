"""Counts what is rendered for those who watch."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from polls.typedefs import HUB

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.visibility import Role
    from polls.live import Audience, RenderedTally

WITHIN = 3.0


def counted(app: web.Application) -> list[Role]:
    """Return a list that grows by a role with each tally that is rendered for it from now on."""
    hub = app[HUB]
    render = hub._render
    rendered: list[Role] = []

    async def counting(audience: Audience) -> RenderedTally:
        tally = await render(audience)
        rendered.append(audience.role)
        return tally

    hub._render = counting
    return rendered


async def until(rendered: list[Role], number: int) -> None:
    """Wait until so many tallies were rendered."""
    async with asyncio.timeout(WITHIN):
        while len(rendered) < number:
            await asyncio.sleep(0.01)
