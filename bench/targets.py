"""What is to be reached, and whether it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.programs import BARE, DJANGO, OURS
from bench.wrk import CONNECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.figures import Measurements


@dataclass(frozen=True, slots=True)
class Target:
    """A bound for a figure of ours, by itself or as a multiple of a peer's."""

    figure: str
    bound: float
    against: str | None = None
    is_ceiling: bool = False

    def is_met_by(self, value: float) -> bool:
        """Say whether a value keeps to the bound."""
        return value <= self.bound if self.is_ceiling else value >= self.bound


TARGETS = (
    Target("votes", 0.4, BARE),
    Target("votes", 12, DJANGO),
    Target("results", 0.4, BARE),
    Target("results", 12, DJANGO),
    Target("start", 1.5, is_ceiling=True),
    Target("memory", 100, is_ceiling=True),
    Target("failed", 0, is_ceiling=True),
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
        return self.target.is_met_by(self.value)


@dataclass(frozen=True, slots=True)
class Check:
    """One run of votes: how many wrk saw answered, and how many the database gained."""

    program: str
    answered: int
    recorded: int
    problem: str | None = None

    @property
    def is_passed(self) -> bool:
        """Whether all answered votes are recorded, and no more than were on their way besides."""
        on_their_way = self.recorded - self.answered
        return self.problem is None and 0 <= on_their_way <= CONNECTIONS


def judge(measurements: Measurements) -> Iterator[Verdict]:
    """Yield a verdict for each target and each of our servers."""
    for target in TARGETS:
        for program in OURS:
            value = measurements.summary(target.figure, program)
            beside = 1.0
            if target.against:
                beside = measurements.summary(target.figure, target.against) or 0
            if value is not None and beside:
                yield Verdict(target, program, value / beside)
