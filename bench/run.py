"""One run: everything is prepared, then the servers take turns, round by round."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bench import (
    browsing,
    comparisons,
    counting,
    filling,
    growth,
    machine,
    postgres,
    scale,
    servers,
    turns,
)
from bench.figures import PAGES, Measurements
from bench.peers import bare, django, ours, pgbench, plain
from bench.programs import PGBENCH
from bench.targets import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.browsing import Load, Pressing
    from bench.comparisons import Comparison
    from bench.growth import Point
    from bench.ledgers import Check
    from bench.postgres import Postgres
    from bench.programs import Program

_progress = Console(stderr=True)

LOADED = 1_000_000
"""Ballots in the question that has many."""

RANKED = 10
"""Choices in the question that is voted on by ranking them."""


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
    comparisons: tuple[Comparison, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Whether every target is reached and every vote was found again."""
        found = [each.is_passed for each in self.checks]
        found += [each.is_passed for each in self.verdicts]
        return all(found + [each.is_reached for each in self.comparisons])


def measure(plan: Plan) -> Outcome:
    """Start, drive and stop every server as planned.

    Raises:
        BenchError: something does not start or does not answer as it should.
    """
    measurements = Measurements()
    with _folder() as folder, postgres.running(folder) as server:
        bench = _Bench(plan, folder, server, measurements)
        checks = bench.run()
        facts = machine.facts(folder) | server.facts()
    return Outcome(
        plan,
        facts,
        measurements,
        tuple(checks),
        tuple(judge(measurements)),
        () if plan.is_quick else count(),
    )


def count() -> tuple[Comparison, ...]:
    """Count ballots, and let other programs count them.

    Raises:
        BenchError: one of them cannot do it.
    """
    counts = []
    for each in counting.measure():
        counts.append(each)
        _say(f"{each.program}: {counting.METHODS[each.method]}, {each.electorate}")
    return tuple(comparisons.of(counts))


def browse() -> tuple[list[Load], list[Pressing]]:
    """Load pages and press on ballots as a phone would.

    Raises:
        BenchError: there is no Chromium, or the server does not answer.
    """
    with _folder() as folder:
        return browsing.measure(folder)


def grow(seconds: int) -> Iterator[Point]:
    """Measure how costs grow, on both databases, and yield what is found as it is found.

    Raises:
        BenchError: as `measure`, or a vote was not counted.
    """
    with _folder() as folder, postgres.running(folder) as server:
        for axis in growth.AXES:
            for program in _ours(folder, "growth", server):
                _say(f"{program.name}: {axis.label}")
                yield from growth.points(program, axis, seconds, folder)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every step of a run needs."""

    plan: Plan
    folder: Path
    server: Postgres
    measurements: Measurements

    def run(self) -> list[Check]:
        """Measure everything; return what became of the votes."""
        empty = _ours(self.folder, "empty", self.server)
        sizes = {}
        for program in empty:
            sizes = self._starts(program)
        peers = self._peers(sizes)
        loaded = () if self.plan.is_quick else _ours(self.folder, "loaded", self.server)
        for program in loaded:
            self._load(program)
        ranked = _ours(self.folder, "ranked", self.server)
        checks: list[Check | None] = []
        for number in range(1, self.plan.rounds + 1):
            _say(f"round {number} of {self.plan.rounds}")
            # In turns, so that a slow minute of a shared machine falls on all of them alike.
            checks += [self._turn(program) for program in peers]
            _say(PGBENCH)
            checks.append(pgbench.votes(self.server, self.plan.seconds, self.measurements))
            for program in empty:
                if number > 1:
                    program.prepare()  # without the ballots of the round before
                checks.append(self._turn(program))
            checks += [self._ranked_turn(program) for program in ranked]
            checks += [self._loaded_turn(program) for program in loaded]
            if not self.plan.is_quick:
                checks += [self._watched_turn(program) for program in empty]
                checks += [self._scaled_turn(workers) for workers in (1, 2)]
        return [check for check in checks if check]

    def _peers(self, sizes: dict[str, int]) -> list[Program]:
        peers = [bare.program(sizes)]
        if not self.plan.is_quick:
            peers.append(plain.program(self.server))
        peers += [
            django.program(self.server, workers)
            for workers in ((1,) if self.plan.is_quick else (1, 2))
        ]
        for program in peers:
            _say(f"preparing {program.name}")
            program.prepare()
        return peers

    def _starts(self, program: Program) -> dict[str, int]:
        """Time the starts, and return how large the pages are once there are votes on them."""
        _say(f"starting {program.name}")
        program.prepare()
        sizes = {}
        for number in range(1, self.plan.starts + 1):
            with servers.started(program, self.folder) as server:
                turns.start(server, self.measurements)
                turns.memory(server, self.measurements)
                if number == self.plan.starts:
                    turns.warm_up(server)
                    sizes = turns.page_sizes(server)
        return sizes

    def _load(self, program: Program) -> None:
        """Fill a question, and time the starts with all its ballots."""
        _say(f"filling {program.name} with {LOADED:,} ballots")
        program.prepare()
        if program.store:
            filling.add_ballots(program.store, LOADED)
        for _ in range(self.plan.starts):
            with servers.started(program, self.folder) as server:
                turns.start(server, self.measurements, "loaded_start")

    def _turn(self, program: Program) -> Check | None:
        _say(program.name)
        with servers.started(program, self.folder) as server:
            turns.warm_up(server)
            check = turns.votes(server, self.plan.seconds, self.measurements)
            turns.pages(server, self.plan.pages, self.plan.seconds, self.measurements)
            turns.unchanged(server, self.plan.seconds, self.measurements)
        return check

    def _ranked_turn(self, program: Program) -> Check | None:
        _say(f"{program.name} with {RANKED} choices to rank")
        program.prepare()
        if program.store:
            filling.let_rank(program.store, RANKED)
        with servers.started(program, self.folder) as server:
            return turns.ranked_votes(server, self.plan.seconds, self.measurements)

    def _loaded_turn(self, program: Program) -> Check | None:
        _say(f"{program.name} with {LOADED:,} ballots")
        with servers.started(program, self.folder) as server:
            turns.warm_up(server)
            return turns.loaded_votes(server, self.plan.seconds, self.measurements)

    def _watched_turn(self, program: Program) -> Check | None:
        _say(f"{program.name} with {turns.WATCHERS:,} watchers")
        with servers.started(program, self.folder) as server:
            return turns.watched_votes(server, self.plan.seconds, self.measurements)

    def _scaled_turn(self, workers: int) -> Check | None:
        program = ours.on_postgres(self.folder / "empty", self.server, "empty", workers)
        _say(f"{program.name}, processes: {workers}")
        with servers.started(program, self.folder) as server:
            turns.warm_up(server)
            return scale.votes(
                scale.ALONE if workers == 1 else scale.TOGETHER,
                server,
                self.server.pid,
                self.plan.seconds,
                self.measurements,
            )


def _ours(folder: Path, name: str, server: Postgres) -> tuple[Program, Program]:
    """Return Polls on databases of this name."""
    place = folder / name
    return ours.on_sqlite(place), ours.on_postgres(place, server, name)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="polls-bench-") as name:
        yield Path(name)


def _say(what: str) -> None:
    _progress.print(f"[dim]{what} …[/dim]")
