"""`polls serve`: the web server."""

from __future__ import annotations

import gc
import os

import uvloop
from aiohttp import web

from polls import logs
from polls.cli.options import Config, read_settings, stop
from polls.domain.errors import StartError
from polls.main import init_app

KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 3
"""How long requests under way may take to finish; together with the rest under five seconds."""
COLLECT_AFTER = 50_000
"""Objects made and not yet freed after which the collector looks for cycles; 700 by default."""


def serve(config: Config = None) -> None:
    """Serve the polls until SIGTERM or Ctrl-C."""
    settings = read_settings(config)
    logs.configure(settings.log)
    app = init_app(settings)
    app.on_startup.append(_spare_the_collector)
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


async def _spare_the_collector(_app: web.Application) -> None:
    """Let the garbage collector look at what requests make, not at the program itself.

    Nearly all of that is freed by its reference counts; looking for cycles among it every few
    requests took a tenth of the time of a vote.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
