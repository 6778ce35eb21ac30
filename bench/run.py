"""One run: everything is prepared, then the servers take turns, round by round."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bench import machine, postgres, servers, turns
from bench.figures import PAGES, Measurements
from bench.peers import bare, django, ours, plain
from bench.targets import Check, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.postgres import Postgres
    from bench.programs import Program

_progress = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: rounds, seconds a measurement, and whether only the main ratios."""

    rounds: int
    seconds: int
    is_quick: bool

    @property
    def starts(self) -> int:
        """How often each of our servers is started to time it."""
        return 1 if self.is_quick else 3

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that are measured."""
        return ("results",) if self.is_quick else PAGES


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run found out."""

    plan: Plan
    facts: dict[str, str]
    measurements: Measurements
    checks: tuple[Check, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_reached(self) -> bool:
        """Whether every target is reached and every vote was found again."""
        found = [each.is_passed for each in self.checks]
        return all(found + [each.is_passed for each in self.verdicts])


def measure(plan: Plan) -> Outcome:
    """Start, drive and stop every server as planned.

    Raises:
        BenchError: something does not start or does not answer as it should.
    """
    measurements = Measurements()
    checks: list[Check] = []
    with _folder() as folder, postgres.running(folder) as database_server:
        both = (ours.on_sqlite(folder), ours.on_postgres(folder, database_server))
        for program in both:
            _say(f"starting {program.name}")
            program.prepare()
            sizes = _starts(program, plan, folder, measurements)
        everybody = [*_peers(plan, sizes, database_server), *both]
        for number in range(1, plan.rounds + 1):
            # In turns, so that a slow minute of a shared machine falls on all of them alike.
            for program in everybody:
                _say(f"round {number} of {plan.rounds}: {program.name}")
                check = _turn(program, plan, folder, measurements)
                if check:
                    checks.append(check)
        facts = machine.facts(folder) | database_server.facts()
    return Outcome(plan, facts, measurements, tuple(checks), tuple(judge(measurements)))


def _starts(
    program: Program,
    plan: Plan,
    folder: Path,
    measurements: Measurements,
) -> dict[str, int]:
    """Time the starts, and return how large the pages are once there are votes on them."""
    sizes = {}
    for number in range(1, plan.starts + 1):
        with servers.started(program, folder) as server:
            turns.start(server, measurements)
            if number == plan.starts:
                turns.warm_up(server)
                sizes = turns.page_sizes(server)
    return sizes


def _peers(plan: Plan, sizes: dict[str, int], server: Postgres) -> list[Program]:
    peers = [bare.program(sizes), plain.program(server), django.program(server, workers=1)]
    if not plan.is_quick:
        peers.append(django.program(server, workers=2))
    for program in peers:
        _say(f"preparing {program.name}")
        program.prepare()
    return peers


def _turn(
    program: Program,
    plan: Plan,
    folder: Path,
    measurements: Measurements,
) -> Check | None:
    with servers.started(program, folder) as server:
        turns.warm_up(server)
        check = turns.votes(server, plan.seconds, measurements)
        turns.pages(server, plan.pages, plan.seconds, measurements)
    return check


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="polls-bench-") as name:
        yield Path(name)


def _say(what: str) -> None:
    _progress.print(f"[dim]{what} …[/dim]")
