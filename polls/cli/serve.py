"""`polls serve`: the web server."""

from __future__ import annotations

import gc
import os
import sys

import uvloop
from aiohttp import web

from polls import logs
from polls.cli.options import Config, read_settings, stop
from polls.domain.errors import StartError
from polls.main import init_app

KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 3
"""How long requests under way may take to finish; together with the rest under five seconds."""
SWITCH_SECONDS = 0.0005
"""How long the event loop may keep the thread waiting that comes back from a commit to SQLite;
0.005 by default, which is as long as the commit."""

COLLECT_AFTER = 50_000
"""Objects made and not yet freed after which the collector looks for cycles; 700 by default."""


def serve(config: Config = None) -> None:
    """Serve the polls until SIGTERM or Ctrl-C."""
    settings = read_settings(config)
    logs.configure(settings.log)
    app = init_app(settings)
    app.on_startup.append(_tune_the_interpreter)
    try:
        web.run_app(
            app,
            host=settings.host,
            port=settings.port,
            loop=uvloop.new_event_loop(),
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            shutdown_timeout=SHUTDOWN_SECONDS,
            handler_cancellation=False,  # a vote is recorded even if its sender has gone
            access_log_class=logs.access_logger(settings.log, settings.trusted_proxies),
        )
    except StartError as error:
        stop(str(error))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        stop(f"Cannot listen on {settings.host}:{settings.port}: {reason}.")


async def _tune_the_interpreter(_app: web.Application) -> None:
    """Let the garbage collector look at what requests make, and threads change places quickly.

    Nearly all that requests make is freed by its reference counts; looking for cycles in all of
    the program every few requests took a tenth of the time of a vote.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
