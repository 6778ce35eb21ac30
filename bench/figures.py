"""What is measured, and the values that were found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

PAGES = ("results", "index", "ballot")


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: how it is called and how its values are written."""

    key: str
    label: str
    form: str = "{:,.0f}"


FIGURES = (
    Figure("votes", "votes/s"),
    Figure("p50", "votes: p50, ms", "{:,.1f}"),
    Figure("p99", "votes: p99, ms", "{:,.1f}"),
    Figure("results", "results page/s"),
    Figure("unchanged", "results page, unchanged/s"),
    Figure("index", "index page/s"),
    Figure("ballot", "ballot page/s"),
    Figure("bytes", "bytes of these pages"),
    Figure("ranked_votes", "votes/s that rank 10 choices"),
    Figure("loaded_votes", "votes/s with 1,000,000 ballots"),
    Figure("one_process", "votes/s, 4 clients"),
    Figure("two_processes", "votes/s, 4 clients, two processes"),
    Figure("cores_polls", "cores that these kept busy", "{:.2f}"),
    Figure("cores_postgres", "cores that PostgreSQL did", "{:.2f}"),
    Figure("cores_wrk", "cores that wrk did", "{:.2f}"),
    Figure("cores_rest", "cores that all else did", "{:.2f}"),
    Figure("watch_memory", "memory with 10,000 watchers, MB"),
    Figure("watch_change", "one change to all of them, s", "{:.2f}"),
    Figure("watch_p99", "votes meanwhile: p99, ms", "{:,.1f}"),
    Figure("failed", "failed answers"),
    Figure("start", "start to first answer, s", "{:.2f}"),
    Figure("loaded_start", "the same with 1,000,000 ballots", "{:.2f}"),
    Figure("memory", "memory when idle, MB"),
)
"""In the order of the table."""


class Measurements:
    """Values by figure and program, one a round."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], list[float]] = defaultdict(list)

    def add(self, figure: str, program: str, value: float) -> None:
        """Note a value."""
        self._values[figure, program].append(value)

    def values(self, figure: str, program: str) -> list[float]:
        """Return the values in the order in which they were found; none if not measured."""
        return list(self._values.get((figure, program), ()))

    def summary(self, figure: str, program: str) -> float | None:
        """Return the median, or nothing if it was not measured. Failures are added up."""
        values = self.values(figure, program)
        if not values:
            return None
        return sum(values) if figure == "failed" else median(values)

    def programs(self) -> list[str]:
        """Return the names of the programs that were measured, first measured first."""
        return list(dict.fromkeys(program for _, program in self._values))
