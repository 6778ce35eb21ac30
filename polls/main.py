"""Wires the application together: the only place that knows all its parts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from polls.ballotbox import BallotBox, Writer
from polls.live import Changes, Pages, listen
from polls.middlewares import setup_middlewares
from polls.rendering import setup_rendering
from polls.routes import setup_routes
from polls.services import databases
from polls.typedefs import BALLOT_BOX, CHANGES, DATABASE, PAGES, SETTINGS
from polls.views.forms import BODY_LIMIT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.settings import Settings


def init_app(config: Settings) -> web.Application:
    """Build the application. It stands alone, or is mounted with `parent.add_subapp`.

    Starting it opens the database and raises `polls.domain.errors.StartError` when that fails.
    """
    app = web.Application(client_max_size=BODY_LIMIT)
    app[SETTINGS] = config
    app[PAGES] = Pages()
    app[CHANGES] = Changes(tell=[app[PAGES].changed])
    setup_rendering(app)
    setup_routes(app)
    setup_middlewares(app)
    # Started in this order, stopped in the reverse one.
    app.cleanup_ctx.append(_database)
    app.cleanup_ctx.append(_listener)
    app.cleanup_ctx.append(_ballot_box)
    return app


async def _database(app: web.Application) -> AsyncIterator[None]:
    async with databases.served(app[SETTINGS]) as database:
        app[DATABASE] = database
        yield


async def _listener(app: web.Application) -> AsyncIterator[None]:
    listening = asyncio.create_task(listen(app[DATABASE], app[CHANGES].hear), name="listener")
    yield
    listening.cancel()
    await asyncio.wait([listening])


async def _ballot_box(app: web.Application) -> AsyncIterator[None]:
    writer = Writer(app[DATABASE], announce=app[CHANGES].hear)
    box = app[BALLOT_BOX] = BallotBox(writer.write)
    running = asyncio.create_task(box.run(), name="ballot box")
    yield
    box.drain()
    await running
