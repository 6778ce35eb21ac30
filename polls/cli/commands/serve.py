"""`polls serve`: the web server."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import suppress
from typing import Annotated

import structlog
import typer
import uvloop
from aiohttp import web

from polls import logs
from polls.cli.numbers import whole
from polls.cli.options import Config, read_settings, stop
from polls.cli.server.process import application, runner
from polls.domain.start_errors import SeveralProcessesError, StartError
from polls.presentation.refusals import sentence
from polls.settings import Settings

log = structlog.get_logger()

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

MOST_WORKERS = 64
"""More than the cores of any machine that one PostgreSQL server can keep busy."""

Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        parser=whole(1, MOST_WORKERS),
        metavar="N",
        help="Server processes that share the port; more than one needs PostgreSQL.",
    ),
]


def serve(config: Config = None, *, workers: Workers = 1) -> None:
    """Serve the polls until SIGTERM or Ctrl-C."""
    settings = read_settings(config)
    logs.configure(settings.log)
    try:
        if workers == 1:
            _serve_alone(settings)
        else:
            _serve_together(settings, workers)
    except StartError as error:
        stop(sentence(error))
    except OSError as error:
        stop(f"Cannot listen on {settings.host}:{settings.port}: {_reason(error)}.")


def _serve_alone(settings: Settings) -> None:
    uvloop.run(_serve_until_stopped(settings))


async def _serve_until_stopped(settings: Settings) -> None:
    serving = asyncio.create_task(_serve(settings))
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving


async def _serve(settings: Settings) -> None:
    server = runner(application(settings), settings)
    await server.setup()
    try:
        await web.TCPSite(server, settings.host, settings.port).start()
        log.info("serving", host=settings.host, port=settings.port)
        await asyncio.Event().wait()
    finally:
        await server.cleanup()


def _serve_together(settings: Settings, workers: int) -> None:
    if settings.postgres is None:
        raise SeveralProcessesError(workers, settings.sqlite.path)
    from polls.cli.server.workers import run  # noqa: PLC0415 - one process need not load gunicorn

    run(settings, workers)


def _reason(error: OSError) -> str:
    if isinstance(error, socket.gaierror):  # it has numbers of its own
        return f"{error.strerror or error}; check the setting host"
    if error.errno is None:
        return error.strerror or str(error)
    return os.strerror(error.errno)
