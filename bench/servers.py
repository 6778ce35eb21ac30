"""A server under measurement: a child process on a free loopback port, from start to stop."""

from __future__ import annotations

# psutil carries no types
# mypy: disable-error-code="import-untyped"
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING

import psutil

from bench.commands import ROOT, environment
from bench.errors import BenchError
from bench.forms import form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.programs import Program
    from polls.domain.ballots.selections import Selection

HOST = "127.0.0.1"

START_SECONDS = 20
STOP_SECONDS = 10
ANSWER_SECONDS = 10
ASK_AGAIN_SECONDS = 0.005
"""Between two attempts to reach a starting server: small beside what is measured."""

SETTLE_SECONDS = 0.5
"""From the first answer to the reading of the memory."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Server:
    """A program that answers."""

    program: Program
    port: int
    pid: int
    seconds_to_first_answer: float

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def page(self, path: str) -> bytes:
        """Return the body of a page.

        Raises:
            BenchError: the answer is not 200.
        """
        return self._get(path)[1]

    def tag(self, path: str) -> str | None:
        """Return the entity tag of a page, if it has one."""
        return self._get(path)[0].getheader("ETag")

    def vote_once(self, selection: Selection) -> None:
        """Vote, and make sure that this is answered as a vote that was counted.

        Raises:
            BenchError: it is not.
        """
        response, _ = _ask(self.port, "POST", self.program.vote, form(selection))
        if response.status != self.program.voted:
            raise BenchError(f"{self.program.name} answered {response.status} to a vote")

    def resident_megabytes(self) -> float:
        """Return the resident memory of the process and its children, once it is idle."""
        time.sleep(SETTLE_SECONDS)
        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        resident: int = sum(each.memory_info().rss for each in family)
        return resident / MEGABYTE

    def _get(self, path: str) -> tuple[HTTPResponse, bytes]:
        response, body = _ask(self.port, "GET", path)
        if response.status != 200:
            raise BenchError(f"{self.program.name} answered {response.status} to GET {path}")
        return response, body


@contextmanager
def started(program: Program, folder: Path) -> Iterator[Server]:
    """Start a program, wait for its first answer, and stop it at the end of the block.

    What it writes goes to a file in `folder`, as a service manager would have it.

    Raises:
        BenchError: it ended, or did not answer in time.
    """
    port = _free_port()
    command = program.command(port)
    output = folder / f"{program.name}.log"
    with output.open("ab") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=environment(program.environ),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(program, port, process, output)
            taken = time.perf_counter() - begun
            yield Server(program, port, process.pid, taken)
        finally:
            _stop(process)


def _wait_until_it_answers(
    program: Program,
    port: int,
    process: subprocess.Popen[bytes],
    output: Path,
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if _ask(port, "GET", program.front)[0].status == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(ASK_AGAIN_SECONDS)
    last_words = output.read_text(errors="replace")[-2_000:]
    raise BenchError(f"{program.name} did not start:\n{last_words}".rstrip())


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ask(
    port: int,
    method: str,
    path: str,
    form: str | None = None,
) -> tuple[HTTPResponse, bytes]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection = HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request(method, path, form, headers)
        response: HTTPResponse = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
