"""What is to be reached, and whether it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.programs import BARE, DJANGO, OURS, PGBENCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.figures import Measurements

PASSED, MISSED = "✓", "✗"
"""Stand behind a value that has a target."""


@dataclass(frozen=True, slots=True)
class Target:
    """A bound for a figure of ours: by itself, as a multiple of a peer's, or of another figure."""

    figure: str
    bounds: tuple[float, ...]
    """One for all of our servers, or one for each, in the order of `OURS`; none: only shown."""
    against: str | None = None
    over: str | None = None
    is_ceiling: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether it is about a multiple of something."""
        return bool(self.against or self.over)

    def is_met_by(self, program: str, value: float) -> bool:
        """Say whether a value of one of our servers keeps to its bound."""
        if not self.bounds:
            return True
        bound = self.bounds[OURS.index(program) % len(self.bounds)]
        return value <= bound if self.is_ceiling else value >= bound


TARGETS = (
    Target("votes", (0.50, 0.60), against=BARE),
    Target("votes", (25,), against=DJANGO),
    Target("votes", (2.5,), against=PGBENCH),
    Target("p99", (3,), against=BARE, is_ceiling=True),
    Target("results", (0.70,), against=BARE),
    Target("unchanged", (0.85,), against=BARE),
    Target("index", (0.60,), against=BARE),
    Target("ballot", (0.60,), against=BARE),
    Target("bytes", (0.95,), against=BARE),  # else it is not the same that is sent
    Target("ranked_votes", (0.85,), over="votes"),
    Target("loaded_votes", (0.90,), over="votes"),
    Target("two_processes", (), over="one_process"),
    Target("watch_memory", (250,), is_ceiling=True),
    Target("watch_change", (1,), is_ceiling=True),
    Target("watch_p99", (150,), is_ceiling=True),
    Target("start", (1.5,), is_ceiling=True),
    Target("loaded_start", (1.5,), is_ceiling=True),
    Target("memory", (90,), is_ceiling=True),
    Target("failed", (0,), is_ceiling=True),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target, and the value that one of our servers has."""

    target: Target
    program: str
    value: float

    @property
    def is_passed(self) -> bool:
        """Whether the target is reached."""
        return self.target.is_met_by(self.program, self.value)


def judge(measurements: Measurements) -> Iterator[Verdict]:
    """Yield a verdict for each target and each of our servers, where both sides are measured."""
    for target in TARGETS:
        for program in OURS:
            value = measurements.summary(target.figure, program)
            beside: float | None = 1.0
            if target.is_ratio:
                figure, other = target.over or target.figure, target.against or program
                beside = measurements.summary(figure, other)
            if value is not None and beside:
                yield Verdict(target, program, value / beside)
