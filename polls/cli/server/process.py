"""One server process: its application, its time limits, and its interpreter."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from polls import logs, open_files
from polls.cli.server.connections import Runner
from polls.main import init_app

if TYPE_CHECKING:
    from aiohttp import web

    from polls.settings import Settings

KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 3
"""How long requests under way may take to finish; together with the rest under five seconds."""
SWITCH_SECONDS = 0.0005
"""How long the event loop may keep the thread waiting that comes back from a commit to SQLite;
0.005 by default, which is as long as the commit."""

COLLECT_AFTER = 50_000
"""Objects made and not yet freed after which the collector looks for cycles; 700 by default."""


def application(settings: Settings) -> web.Application:
    """Build the application for a process that does nothing else."""
    app = init_app(settings)
    app.on_startup.append(_tune_the_interpreter)
    return app


def runner(app: web.Application, settings: Settings) -> Runner:
    """Return what runs the application in this process."""
    return Runner(
        app,
        open_files.allow(0),  # the seats of watchers have asked for what they need
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        shutdown_timeout=SHUTDOWN_SECONDS,
        handler_cancellation=False,  # a vote is recorded even if its sender has gone
        access_log_class=logs.access_logger(settings.log, settings.trusted_proxies),
    )


async def _tune_the_interpreter(_app: web.Application) -> None:
    """Let the garbage collector look at what requests make, and threads change places quickly.

    Nearly all that requests make is freed by its reference counts; looking for cycles in all of
    the program every few requests took a tenth of the time of a vote.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
