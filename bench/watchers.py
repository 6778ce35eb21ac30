"""Many watchers of one question: what they cost the server, and how soon all see a change."""

from __future__ import annotations

import json
import select
import subprocess
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from bench.commands import ROOT, environment, python
from bench.errors import BenchError
from bench.forms import MARKS
from bench.servers import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.servers import Server

EVENTS = "/poll/1/events"
CHANGES = 5
"""Of which the median counts."""

PATIENCE_SECONDS = 90
"""For all streams to open, or to have an event: far more than any figure that would do."""

QUIET_SECONDS = 1.5
"""Before each change, so that no rendering or look at the watchers is under way."""


class Audience:
    """The process that watches."""

    def __init__(self, server: Server, process: subprocess.Popen[str]) -> None:
        self._server = server
        self._to: IO[str] = cast("IO[str]", process.stdin)
        self._from: IO[str] = cast("IO[str]", process.stdout)

    def seconds_to_all(self, number: int) -> float:
        """Vote, and return the seconds until the last watcher had the new tally."""
        time.sleep(QUIET_SECONDS)
        self._to.write("mark\n")
        self._to.flush()
        self.hear()
        began = time.monotonic()
        self._server.vote_once(MARKS[number % len(MARKS)])
        return float(self.hear()) - began

    def hear(self) -> Any:
        """Return the next thing that the process says."""
        ready, _, _ = select.select([self._from], [], [], PATIENCE_SECONDS)
        line = self._from.readline() if ready else ""
        if not line:
            raise BenchError("the watchers gave up, or were not served within 90 s")
        return json.loads(line)


@contextmanager
def watching(server: Server, number: int) -> Iterator[Audience]:
    """Keep `number` streams of events open and read, in a process of its own, for a block."""
    process = subprocess.Popen(
        [*python("bench.audience"), HOST, str(server.port), EVENTS, str(number)],
        env=environment({}),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        audience = Audience(server, process)
        audience.hear()  # all are open
        yield audience
    finally:
        process.kill()
        process.wait()
