"""A real server process, started from a configuration file as an operator would."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import yaml

from polls.services.questions import samples
from polls.services.running import databases
from tests import prepared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from polls.settings import Settings
    from tests.prepared import Process

START_SECONDS = 60
MISTAKES = ("Traceback", "request_failed", "batch_failed", "task_failed", "Unhandled exception")
"""What no log has, whatever clients and databases do: it says that the program made a mistake."""

PROGRAM = ("-m", "polls")


@dataclass
class Server:
    """A server process: its port, its process and the file with its output."""

    port: int
    process: Process
    output: Path
    log_begins: int
    """Where in the file its output begins, after that of its predecessors on the same port."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 10) -> int:
        """Send a signal and return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), seconds)


def free_ports(number: int) -> int:
    """Return the first of so many free ports in a row, where the system takes none by itself."""
    while True:
        first = random.randrange(20_000, 32_000)
        if all(_is_free(first + each) for each in range(number)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def write_config(settings: Settings, folder: Path, port: int) -> Path:
    """Write `settings` as the YAML file that makes them."""
    tree = settings.model_dump(mode="json", exclude_none=True)
    tree["port"] = port
    if settings.postgres and settings.postgres.password:
        tree["postgres"]["password"] = settings.postgres.password.get_secret_value()
    path = folder / f"polls-{port}.yaml"
    path.write_text(yaml.safe_dump(tree))
    return path


async def sample(settings: Settings) -> None:
    """Give a database the sample questions: /poll/1 asks what is new, with the choices 1, 2, 3."""
    async with databases.opened(settings) as database:
        await samples.insert(database)


async def command(settings: Settings, folder: Path, *words: str) -> None:
    """Run a command as an operator does, in a process of its own."""
    config = write_config(settings, folder, port=1)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *PROGRAM, *words, "--config", str(config)),
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0


@asynccontextmanager
async def serving(  # noqa: PLR0913 - most want none of them
    settings: Settings,
    folder: Path,
    *,
    program: Sequence[str] = PROGRAM,
    options: Sequence[str] = (),
    port: int | None = None,
    stdout: int | None = None,
) -> AsyncIterator[Server]:
    """Start a server and wait for its first answer; kill it at the end if it still runs.

    Fails if the log of Polls itself tells of a mistake in the program.

    Args:
        settings: its configuration.
        folder: for its files.
        program: what to run instead of Polls itself.
        options: of `polls serve`.
        port: instead of any that is free.
        stdout: where its log goes instead of the file with its output.
    """
    port = port or free_port()
    config = write_config(settings, folder, port)
    output = folder / f"server-{port}.log"
    with output.open("ab") as log:
        log_begins = log.tell()
        process = prepared.start(
            (*program, "serve", "--config", str(config), *options),
            stdout=log.fileno() if stdout is None else stdout,
            stderr=log.fileno(),
            env={name: value for name, value in os.environ.items() if "POLLS_" not in name},
        )
    server = Server(port, process, output, log_begins)
    try:
        await _answering(server)
        yield server
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    if program == PROGRAM:
        assert mistakes(server) == [], output.read_text()


def mistakes(server: Server) -> list[str]:
    """Return what a server's log says of mistakes in the program."""
    said = server.output.read_bytes()[server.log_begins :].decode()
    return [each for each in MISTAKES if each in said]


async def _answering(server: Server) -> None:
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(server.url) as response:
                    await response.read()
                    return
            except aiohttp.ClientConnectionError:
                late = asyncio.get_running_loop().time() > deadline
                if late or server.process.returncode is not None:
                    raise AssertionError(server.output.read_text()) from None
                await asyncio.sleep(0.05)
