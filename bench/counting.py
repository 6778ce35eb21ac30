"""Counting a million ballots, beside other programs that count the same ones in the same run."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.commands import ROOT, environment, python
from bench.electorates import ELECTORATES
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.electorates import Ballots

POLLS, PREF_VOTING, PYRANKVOTE, VOTEKIT = "Polls", "pref_voting", "pyrankvote", "votekit"
INSTANT_RUNOFF, STV = "instant_runoff", "stv"
RANKED_PAIRS, SCHULZE = "ranked_pairs", "schulze"
METHODS = {
    INSTANT_RUNOFF: "instant-runoff",
    STV: "STV, 3 seats",
    RANKED_PAIRS: "ranked pairs",
    SCHULZE: "Schulze",
}
PEERS = {
    PREF_VOTING: frozenset(METHODS),
    PYRANKVOTE: frozenset({INSTANT_RUNOFF, STV}),
    VOTEKIT: frozenset(METHODS),
}
"""Which methods each has."""
SEATS = 3

LIMIT_SECONDS = 60
"""Who takes longer is not waited for: it says enough."""
_PREPARING_SECONDS = 120
"""For making a program's own ballots, which takes the slowest half a minute."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one program took for one method on the ballots of one electorate."""

    electorate: str
    method: str
    program: str
    seconds: float | None
    """None: longer than the limit."""
    megabytes: float
    """The most that the process held, its ballots included."""
    winners: tuple[int, ...]


def measure() -> Iterator[Counted]:
    """Yield what each program takes, one after the other in a process of its own.

    Raises:
        BenchError: a program cannot do it.
    """
    for electorate, drawn in ELECTORATES.items():
        ballots = written(drawn())
        for method in METHODS:
            for program in (POLLS, *(name for name, has in PEERS.items() if method in has)):
                yield counted(electorate, method, program, ballots)


def written(ballots: Ballots) -> str:
    return json.dumps(list(ballots.items()))


def counted(electorate: str, method: str, program: str, ballots: str) -> Counted:
    command = [*python("bench.peers.counters"), program, method]
    try:
        done = subprocess.run(
            command,
            input=ballots,
            env=environment({}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=_PREPARING_SECONDS + 2 * LIMIT_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return Counted(electorate, method, program, None, 0, ())
    except subprocess.CalledProcessError as error:
        raise BenchError(f"failed: {' '.join(command)}\n{error.stderr}".rstrip()) from None
    said = json.loads(done.stdout.splitlines()[-1])
    return Counted(
        electorate,
        method,
        program,
        said["seconds"],
        said["megabytes"],
        tuple(said["winners"]),
    )
