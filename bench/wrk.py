"""wrk, the load generator: found, run, and its report read."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import commands
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTIONS = 64
THREADS = 1
"""One is enough for the fastest server here, and leaves the other cores to the servers."""

PATIENCE_SECONDS = 10
"""An answer that takes longer counts as failed."""

SCRIPT = Path(__file__).with_name("wrk.lua")
REPORT = "bench-report "


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw. Failed are answers of 400 and above and connections that broke."""

    seconds: float
    answered: int
    failed: int
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return self.answered / self.seconds


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


def read(url: str, seconds: int) -> Load:
    """Ask for a page again and again."""
    return _run(url, seconds, [])


def vote(url: str, seconds: int, choice_ids: Sequence[int]) -> Load:
    """Post votes for each choice in turn; without a cookie, so each comes from a new voter."""
    return _run(url, seconds, [str(id_) for id_ in choice_ids])


def _run(url: str, seconds: int, arguments: Sequence[str]) -> Load:
    command = [
        "wrk",
        f"--threads={THREADS}",
        f"--connections={CONNECTIONS}",
        f"--duration={seconds}s",
        f"--timeout={PATIENCE_SECONDS}s",
        f"--script={SCRIPT}",
        url,
        "--",
        *arguments,
    ]
    output = commands.finish(command, {}, timeout=seconds + 30).stdout
    return _load(output)


def _load(output: str) -> Load:
    line = next((each for each in output.splitlines() if each.startswith(REPORT)), None)
    if line is None:
        raise BenchError(f"wrk did not report:\n{output}".rstrip())
    found = json.loads(line.removeprefix(REPORT))
    broken = found["connect"] + found["read"] + found["write"] + found["timeout"]
    return Load(
        seconds=found["microseconds"] / 1e6,
        answered=found["requests"] - found["refused"],
        failed=found["refused"] + broken,
        p50_ms=found["p50"] / 1e3,
        p99_ms=found["p99"] / 1e3,
    )
