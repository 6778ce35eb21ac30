"""Child processes that run to their end, and what every child is given."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[1]
"""Where `bench` and `polls` are imported from: the code beside this file is measured."""

LONGEST_SECONDS = 120


def python(module: str) -> list[str]:
    """Return the beginning of a command that runs a module with this interpreter."""
    return [sys.executable, "-m", module]


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with `extra`, without settings of a Polls in use here."""
    inherited = {name: value for name, value in os.environ.items() if name[:6] != "POLLS_"}
    return {**inherited, "PYTHONPATH": str(ROOT), **extra}


def finish(
    command: Sequence[str],
    environ: Mapping[str, str],
    *,
    may_fail: bool = False,
    timeout: float = LONGEST_SECONDS,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end.

    Raises:
        BenchError: it took too long, or failed although it may not.
    """
    try:
        done = subprocess.run(
            command,
            env=environment(environ),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BenchError(f"no end after {timeout:.0f} s: {' '.join(command)}") from None
    if done.returncode and not may_fail:
        raise BenchError(f"failed: {' '.join(command)}\n{done.stdout}{done.stderr}".rstrip())
    return done
