"""`polls serve`: the web server."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

from polls import logs
from polls.cli.options import Config, read_settings, stop
from polls.domain.errors import StartError
from polls.main import init_app

KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 3
"""How long requests under way may take to finish; together with the rest under five seconds."""


def serve(config: Config = None) -> None:
    """Serve the polls until SIGTERM or Ctrl-C."""
    settings = read_settings(config)
    logs.configure(settings.log)
    try:
        web.run_app(
            init_app(settings),
            host=settings.host,
            port=settings.port,
            loop=_event_loop(),
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            shutdown_timeout=SHUTDOWN_SECONDS,
            handler_cancellation=False,  # a vote is recorded even if its sender has gone
            access_log_class=logs.access_logger(settings.log, settings.trusted_proxies),
            access_log=logs.ACCESS if settings.log.access else None,
        )
    except StartError as error:
        stop(str(error))
    except OSError as error:
        stop(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.")


def _event_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":  # uvloop is not made for it
        return asyncio.new_event_loop()
    import uvloop  # noqa: PLC0415

    return uvloop.new_event_loop()
