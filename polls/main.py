"""Wires the application together: the only place that knows all its parts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from polls.assets import PackedAssets
from polls.ballotbox import BallotBox, Writer
from polls.bulkheads import Bulkhead
from polls.domain.errors import (
    TooManyQuestionsError,
    TooManyWrongCodesError,
    TooManyWrongJoinCodesError,
    UnavailableError,
)
from polls.live import Changes, Hub, Pages, Policies, Tallies, WatcherLimits, affordable, listen
from polls.metrics import Numbers
from polls.middlewares import setup_middlewares
from polls.rendering import setup_rendering
from polls.routes import setup_routes
from polls.services.previews import Previews
from polls.services.questions import questions
from polls.services.records import keys
from polls.services.running import databases
from polls.services.running.housekeeping import keep_house
from polls.services.running.rate_limits import RateLimit
from polls.services.running.readiness import Readiness
from polls.services.running.supervision import Supervisor
from polls.typedefs import (
    BALLOT_BOX,
    CHANGES,
    CODE_TRIES,
    DATABASE,
    EXPORTS,
    EXPORTS_ASKED,
    HUB,
    JOIN_TRIES,
    NUMBERS,
    PACKED_ASSETS,
    PAGES,
    POLICIES,
    PREVIEWS,
    QUESTION_LIMIT,
    READINESS,
    SETTINGS,
    SHORT_WORK,
    SUPERVISOR,
    TALLIES,
    UPLOAD_PLACES,
    WATCHER_LIMITS,
    WATCHERS_ASKED,
)
from polls.views.organiser.asking import WRONG_CODES_PER_HOUR
from polls.views.voter.events import ASKED_AT_ONCE, tallies
from polls.views.voter.joining import WRONG_JOIN_CODES_PER_HOUR
from polls.web.forms import BALLOT
from polls.web.long_files import MOST_EXPORTS, MOST_WAITING
from polls.web.uploads import UPLOADS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.domain.questions.rules import Policy
    from polls.settings import Settings


LONGEST_HEADER = 16 * 1024
"""Bytes. A browser's list of its questions is up to 180 cookies, which are 9 KB, and aiohttp's own
bound is 8,190."""

LONG_WORK_SECONDS = 1.0
"""How long a stopping server goes on with pages and counts that take long."""


def init_app(config: Settings) -> web.Application:
    """Build the application. It stands alone, or is mounted with `parent.add_subapp`.

    Starting it opens the database and raises `StartError` when that fails.
    """
    app = web.Application(
        client_max_size=BALLOT.body,
        handler_args={
            "auto_decompress": False,  # compressed requests are refused, not unpacked
            "max_field_size": LONGEST_HEADER,
        },
    )
    app[SETTINGS] = config
    app[PAGES] = Pages()
    app[POLICIES] = Policies(partial(_policy, app))
    app[HUB] = Hub(tallies(app))
    app[WATCHER_LIMITS] = WatcherLimits(
        affordable(config.live.watchers), config.live.watchers_per_address
    )
    app[QUESTION_LIMIT] = RateLimit(config.create_per_hour, TooManyQuestionsError)
    app[CODE_TRIES] = RateLimit(WRONG_CODES_PER_HOUR, TooManyWrongCodesError)
    app[JOIN_TRIES] = RateLimit(WRONG_JOIN_CODES_PER_HOUR, TooManyWrongJoinCodesError)
    app[UPLOAD_PLACES] = asyncio.Semaphore(UPLOADS_AT_ONCE)
    # One thread, and one for counts: Python runs one at a time, and votes wait for each.
    app[SHORT_WORK], counts = Bulkhead(threads=1), Bulkhead(threads=1)
    app[TALLIES] = Tallies(app[SHORT_WORK], counts)
    app[WATCHERS_ASKED] = asyncio.Semaphore(ASKED_AT_ONCE)
    app[CHANGES] = Changes(
        tell=[
            app[POLICIES].changed,
            app[TALLIES].changed,
            app[PAGES].changed,
            app[HUB].changed,
        ],
    )
    app[NUMBERS] = Numbers(app[PAGES], app[WATCHER_LIMITS])
    app[SUPERVISOR] = app[NUMBERS].supervisor = Supervisor()
    app[PREVIEWS] = Previews(app[SHORT_WORK])
    app[PACKED_ASSETS] = PackedAssets()
    app[EXPORTS] = asyncio.Semaphore(MOST_EXPORTS)
    app[EXPORTS_ASKED] = asyncio.Semaphore(MOST_EXPORTS + MOST_WAITING)
    setup_rendering(app)
    setup_routes(app)
    setup_middlewares(app)
    # Started in this order, stopped in the reverse one.
    app.cleanup_ctx.append(_metrics)
    app.cleanup_ctx.append(_database)
    app.cleanup_ctx.append(_listener)
    app.cleanup_ctx.append(_housekeeper)
    app.cleanup_ctx.append(_ballot_box)
    app.cleanup_ctx.append(_readiness)
    app.on_shutdown.append(_say_that_it_stops)
    app.on_shutdown.append(partial(_give_up_soon, [app[SHORT_WORK], counts]))
    app.on_shutdown.append(_dismiss_watchers)
    return app


async def _metrics(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS].metrics
    if settings.port is None:
        yield
        return
    # Imported here: who does not want metrics need not wait for their library.
    from polls.metrics.site import served  # noqa: PLC0415

    async with served(app[NUMBERS], settings.host, settings.port):
        yield


async def _database(app: web.Application) -> AsyncIterator[None]:
    async with databases.served(app[SETTINGS]) as database:
        app[DATABASE] = database
        with suppress(UnavailableError):  # whoever needs the keys will ask again
            await keys.active(database, app[SETTINGS])
        yield


async def _policy(app: web.Application, key: str) -> Policy | None:
    return await questions.policy(app[DATABASE], key)


async def _listener(app: web.Application) -> AsyncIterator[None]:
    listening = app[SUPERVISOR].start(
        "listener",
        partial(listen, app[DATABASE], app[CHANGES].hear),
    )
    yield
    listening.cancel()
    await asyncio.wait([listening])


async def _housekeeper(app: web.Application) -> AsyncIterator[None]:
    keeping = app[SUPERVISOR].start(
        "housekeeper",
        partial(keep_house, app[DATABASE], app[SETTINGS]),
    )
    yield
    keeping.cancel()
    await asyncio.wait([keeping])


async def _dismiss_watchers(app: web.Application) -> None:
    """End the streams before aiohttp waits for the requests under way, which they are."""
    await app[HUB].close()


async def _give_up_soon(works: list[Bulkhead], _app: web.Application) -> None:
    """Let long work end if it soon does; aiohttp would wait for it twice `SHUTDOWN_SECONDS`."""
    for work in works:
        asyncio.get_running_loop().call_later(LONG_WORK_SECONDS, work.give_up)


async def _ballot_box(app: web.Application) -> AsyncIterator[None]:
    numbers = app[NUMBERS]
    writer = Writer(app[DATABASE], announce=app[CHANGES].hear)
    box = app[BALLOT_BOX] = numbers.box = BallotBox(numbers.batches.counted(writer.write))
    running = app[SUPERVISOR].start("ballot box", box.run)
    yield
    box.drain()
    await running


async def _readiness(app: web.Application) -> AsyncIterator[None]:
    readiness = Readiness(app[DATABASE], app[BALLOT_BOX], app[SUPERVISOR])
    app[READINESS] = app[NUMBERS].readiness = readiness
    yield
    await readiness.close()


async def _say_that_it_stops(app: web.Application) -> None:
    app[READINESS].stop()
