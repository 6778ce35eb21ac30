"""How the cost of a vote and of a page grows with what the database holds."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench import filling, forms, ledgers, servers, turns, watchers
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bench.programs import Program
    from bench.servers import Server
    from bench.stores import Store

VOTE, RESULTS, INDEX = "a vote", "results page", "index page"
CHANGE = "a change to all"
SERIES = (VOTE, RESULTS, INDEX, CHANGE)
"""A vote: the server's time at full load. A page: what one reader waits for it after a vote.
A change: from a vote until the last watcher has the new tally."""

LOOKS = 20
"""Pages that are read to find out how long one takes."""


def _nothing(_store: Store, _size: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that grows: what a database is filled with so much of, or who watches."""

    label: str
    sizes: tuple[int, ...]
    fill: Callable[[Store, int], None] = _nothing
    is_watched: bool = False


AXES = (
    Axis("ballots in the question", (1_000, 10_000, 100_000, 1_000_000), filling.add_ballots),
    Axis("choices of the question", (3, 20, 100, 500), filling.set_choices),
    Axis("questions", (10, 1_000, 10_000, 100_000), filling.add_questions),
    Axis("watchers of the question", (1, 100, 1_000, 10_000), is_watched=True),
)


@dataclass(frozen=True, slots=True)
class Point:
    """What something costs at one size."""

    axis: str
    size: int
    program: str
    series: str
    microseconds: float


Curve = tuple[list[int], list[float]]
"""Sizes and microseconds."""


def points(program: Program, axis: Axis, seconds: int, folder: Path) -> Iterator[Point]:
    """Measure every size of an axis, each in a fresh database.

    Raises:
        BenchError: a vote was lost, or a server does not do what it should.
    """
    for size in axis.sizes:
        program.prepare()
        if program.store:
            axis.fill(program.store, size)
        with servers.started(program, folder) as server:
            costs = _watched(server, size, seconds) if axis.is_watched else _costs(server, seconds)
        for series, microseconds in costs.items():
            yield Point(axis.label, size, program.name, series, microseconds)


def curves(points: Iterable[Point], axis: str) -> dict[tuple[str, str], Curve]:
    """Return the sizes and costs for each program and series on an axis, sizes ascending."""
    found: dict[tuple[str, str], Curve] = defaultdict(lambda: ([], []))
    for point in sorted(points, key=lambda point: (SERIES.index(point.series), point.size)):
        if point.axis == axis:
            sizes, costs = found[point.program, point.series]
            sizes.append(point.size)
            costs.append(point.microseconds)
    return dict(found)


def _costs(server: Server, seconds: int) -> dict[str, float]:
    program = server.program
    marks = [(id_,) for id_ in ledgers.choice_ids(program.store)] if program.store else forms.MARKS
    turns.warm_up(server, marks[: len(forms.MARKS)])
    load, check = turns.voted(server, seconds, marks)
    if not load.answered or (check and not check.is_passed):
        raise BenchError(f"{program.name} did not count every vote: {check}")
    return {
        VOTE: 1e6 / load.per_second,
        RESULTS: _wait(server, program.pages["results"]),
        INDEX: _wait(server, program.pages["index"]),
    }


def _watched(server: Server, number: int, seconds: int) -> dict[str, float]:
    with watchers.watching(server, number) as audience:
        changes = [audience.seconds_to_all(vote) for vote in range(watchers.CHANGES)]
        return {CHANGE: median(changes) * 1e6, **_costs(server, seconds)}


def _wait(server: Server, path: str) -> float:
    """Return the microseconds until a page is read that has to be rendered anew."""
    waits = []
    for _ in range(LOOKS):
        server.vote_once(forms.MARKS[0])
        begun = time.perf_counter()
        server.page(path)
        waits.append(time.perf_counter() - begun)
    return median(waits) * 1e6
