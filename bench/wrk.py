"""wrk, the load generator: found, run, and its report read."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import commands
from bench.errors import BenchError
from bench.forms import form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.domain.ballots.selections import Selection

CONNECTIONS = 64
THREADS = 1
"""One is enough for the fastest server here, and leaves the other cores to the servers."""

PATIENCE_SECONDS = 10
"""An answer that takes longer counts as failed."""

REST_SECONDS = 0.5
"""At the end of a run of votes nothing new is sent, and every answer under way arrives."""

SCRIPT = Path(__file__).with_name("wrk.lua")
REPORT = "bench-report "

_MARK_BYTES = 9
"""12 characters; two for the thread and eight for the number make the 22 of a voter's token."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw. Failed are answers of 400 and above and connections that broke."""

    per_second: float
    """Good answers a second."""
    answered: int
    failed: int
    bytes: int
    """Of all answers, with their headers."""
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Votes:
    """A load of votes, and every single one of them."""

    load: Load
    cast: Mapping[str, Selection]
    """The token of each voter → what was sent with it."""

    @property
    def unknown(self) -> int:
        """Votes that were sent and not acknowledged; usually none. They may be recorded."""
        return len(self.cast) - self.load.answered


def require() -> None:
    """Make sure that wrk is there; root on a Debian system gets it installed.

    Raises:
        BenchError: it is not, and the reader has to install it.
    """
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        for step in (["apt-get", "update"], ["apt-get", "install", "-y", "wrk"]):
            commands.finish(step, {"DEBIAN_FRONTEND": "noninteractive"}, may_fail=True, timeout=300)
    if not shutil.which("wrk"):
        raise BenchError("wrk is missing: `apt-get install wrk`, or see github.com/wg/wrk")


def version() -> str:
    """Return the version that wrk says it has."""
    first = commands.finish(["wrk", "-v"], {}, may_fail=True).stdout.partition("\n")[0]
    return first.partition(" [")[0]


def read(url: str, seconds: int, headers: Sequence[str] = ()) -> Load:
    """Ask for a page again and again."""
    found = _run(url, seconds, [f"--header={header}" for header in headers], [], THREADS)
    answered = found["requests"] - found["refused"]
    return _load(found, answered / (found["microseconds"] / 1e6))


def vote(
    url: str,
    seconds: int,
    selections: Sequence[Selection],
    threads: int = THREADS,
) -> Votes:
    """Post each of these votes in turn, each from a voter of its own, as a browser would.

    The cookie that a browser brings from the ballot page makes every vote known by its token.
    """
    lasting = seconds - REST_SECONDS
    mark = secrets.token_urlsafe(_MARK_BYTES)
    found = _run(url, seconds, [], [lasting, mark, *map(form, selections)], threads)
    # A vote was under way on each connection when the time was over.
    in_time = sum(found["sent"]) - CONNECTIONS - _failed(found)
    return Votes(_load(found, max(0, in_time) / lasting), _cast(mark, found["sent"], selections))


def _cast(
    mark: str,
    sent: Sequence[int],
    selections: Sequence[Selection],
) -> dict[str, Selection]:
    """Return the votes that the script made, by the same rule."""
    return {
        f"{mark}{thread:02d}{number:08d}": selections[number % len(selections)]
        for thread, count in enumerate(sent)
        for number in range(1, count + 1)
    }


def _run(
    url: str,
    seconds: int,
    options: Sequence[str],
    arguments: Sequence[object],
    threads: int,
) -> dict[str, Any]:
    command = [
        "wrk",
        f"--threads={threads}",
        f"--connections={CONNECTIONS}",
        f"--duration={seconds}s",
        f"--timeout={PATIENCE_SECONDS}s",
        f"--script={SCRIPT}",
        *options,
        url,
        "--",
        *map(str, arguments),
    ]
    output = commands.finish(command, {}, timeout=seconds + 30).stdout
    line = next((each for each in output.splitlines() if each.startswith(REPORT)), None)
    if line is None:
        raise BenchError(f"wrk did not report:\n{output}".rstrip())
    found: dict[str, Any] = json.loads(line.removeprefix(REPORT))
    return found


def _load(found: Mapping[str, int], per_second: float) -> Load:
    return Load(
        per_second=per_second,
        answered=found["requests"] - found["refused"],
        failed=_failed(found),
        bytes=found["bytes"],
        p50_ms=found["p50"] / 1e3,
        p99_ms=found["p99"] / 1e3,
    )


def _failed(found: Mapping[str, int]) -> int:
    return sum(found[kind] for kind in ("refused", "connect", "read", "write", "timeout"))
