"""Several server processes on one port: gunicorn keeps them, aiohttp's worker runs each."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import structlog
import typer
from aiohttp.worker import GunicornUVLoopWebWorker
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from polls.cli.options import COULD_NOT_START
from polls.cli.server.process import application, runner
from polls.domain.start_errors import MetricsPortsError, StartError
from polls.presentation.refusals import sentence
from polls.services.running import databases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from aiohttp import web

    from polls.cli.server.connections import Runner
    from polls.settings import Settings

log = structlog.get_logger()

STOP_SECONDS = 4
"""After that a worker that still stops is killed: a whole stop stays under five seconds."""

SILENT_SECONDS = 30
"""A worker that has done nothing for so long hangs, and is killed and replaced."""

AGAIN_SECONDS = 2
"""How long a worker that could not be replaced waits before the next attempt."""

LAST_PORT = 65_535

MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes a private file in it, without a name
"""Where workers show that they are alive; on a disk that is busy that can take seconds."""


def run(settings: Settings, workers: int) -> NoReturn:
    """Serve with so many processes until SIGTERM or Ctrl-C, then end the program.

    Raises:
        StartError: the database cannot be used; no process was started.
        OSError: the address cannot be listened on.
    """
    _check_metrics(settings, workers)
    asyncio.run(_check_database(settings))
    listeners = asyncio.run(_listen(settings.host, settings.port))
    options = {
        "bind": [f"fd://{listener.detach()}" for listener in listeners],
        "workers": workers,
        "worker_class": _Worker,
        "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
        "logger_class": _Logger,
        "pre_fork": _give_slot,
        "timeout": SILENT_SECONDS,
        "graceful_timeout": STOP_SECONDS,
        "control_socket_disable": True,  # the processes are controlled by signals alone
        "proc_name": "polls",
    }
    _Arbiter(_Program(settings, options)).run()
    raise AssertionError  # the arbiter ends the program


def _check_metrics(settings: Settings, workers: int) -> None:
    base = settings.metrics.port
    if base is None:
        return
    last = base + workers - 1
    if last > LAST_PORT or base <= settings.port <= last:
        raise MetricsPortsError(workers, base, last, settings.port)


async def _check_database(settings: Settings) -> None:
    """Say once what each worker would say."""
    async with databases.opened(settings):
        pass


async def _listen(host: str, port: int) -> list[socket.socket]:
    """Return a socket for every address of `host`, as a server of one process has.

    One socket for all workers, and not one each (SO_REUSEPORT): connections that wait in the
    queue of a worker that dies would die with it.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(
        host or None,  # asyncio's servers, too, take "" for all addresses
        port,
        type=socket.SOCK_STREAM,
        flags=socket.AI_PASSIVE,
    )
    addresses = dict.fromkeys((family, address) for family, *_, address in found)
    return [
        socket.create_server(address, family=family, backlog=128) for family, address in addresses
    ]


def _give_slot(arbiter: _Arbiter, worker: _Worker) -> None:
    """Number the workers from 0; who replaces one gets its number."""
    taken = {other.slot for other in arbiter.WORKERS.values()}
    worker.slot = next(slot for slot in count() if slot not in taken)


def _for_slot(settings: Settings, slot: int) -> Settings:
    """Give each worker a port of its own for its metrics: the first one and those after it."""
    if settings.metrics.port is None:
        return settings
    metrics = settings.metrics.model_copy(update={"port": settings.metrics.port + slot})
    return settings.model_copy(update={"metrics": metrics})


async def _say_started(slot: int, _app: web.Application) -> None:
    log.info("worker_started", slot=slot, pid=os.getpid())


class _Program(BaseApplication):  # type: ignore[misc]
    """What gunicorn calls an application: where it gets its options from."""

    def __init__(self, settings: Settings, options: Mapping[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    async def runner(self, slot: int) -> Runner:
        """Prepare what runs in a worker; called in it."""
        settings = _for_slot(self._settings, slot)
        app = application(settings)
        app.on_startup.append(partial(_say_started, slot))
        return runner(app, settings)


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Keeps the workers: starts them, replaces who dies, stops them all."""

    # Others do what they do to a server of one process. Above all nothing is loaded anew while it
    # runs: settings are read at the start, and a restart behind a proxy is not noticed.
    SIGNALS = (signal.SIGTERM, signal.SIGINT)

    WORKERS: dict[int, _Worker]

    def halt(self, reason: str | None = None, exit_status: int = 0) -> NoReturn:
        super().halt(reason, COULD_NOT_START if exit_status else 0)
        raise AssertionError  # it ends the program


class _Worker(GunicornUVLoopWebWorker):
    """One server process. `slot` is its number among the workers, from 0."""

    slot: int
    sockets: list[Any]

    def init_process(self) -> None:
        # The sockets themselves: in gunicorn's wrapping they are closed twice, with a complaint.
        self.sockets = [listener.sock for listener in self.sockets]
        super().init_process()

    def load_wsgi(self) -> None:
        """Name the coroutine function that the worker's loop gets its runner from."""
        self.wsgi = partial(self.app.runner, self.slot)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at SIGTERM at once; aiohttp's would first sleep to the end of its second."""
        self.handle_quit(sig, frame)

    def run(self) -> None:
        try:
            super().run()
        except StartError as error:
            self._give_up(sentence(error))

    def _give_up(self, reason: str) -> NoReturn:
        """End everything if this is the start; else only this process, to be tried again.

        When the database is away, other workers still say so to those who ask, and go on when it
        is back.
        """
        if self.age <= self.cfg.workers:
            typer.echo(reason, err=True)
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
        log.error("worker_could_not_start", slot=self.slot, reason=reason)
        time.sleep(AGAIN_SECONDS)
        sys.exit(1)


class _Logger(Logger):  # type: ignore[misc]
    """Hands what gunicorn has to say to the log of this program."""

    def setup(self, cfg: object) -> None:
        self.cfg = cfg
        self.error_log = logging.getLogger("gunicorn")
