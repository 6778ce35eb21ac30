"""What programs took to count the same ballots, side by side, and whether it is what is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.counting import INSTANT_RUNOFF, LIMIT_SECONDS, METHODS, PEERS, POLLS
from bench.electorates import NEARLY_DISTINCT, REALISTIC
from bench.targets import MISSED, PASSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.counting import Counted

TIMES_AS_FAST = 5.0
"""As the fastest of the others, on ballots that are nearly all distinct."""
MOST_SECONDS = 0.2
"""For instant-runoff, on realistic ballots."""

HEADING = ("seconds", *PEERS, POLLS, "times as fast", "MB", "MB of the others")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was measured of one method on the ballots of one electorate."""

    electorate: str
    method: str
    ours: Counted
    theirs: tuple[Counted, ...]

    @property
    def times_as_fast(self) -> float:
        """How many times as long the fastest of the others takes; at least, if none ended."""
        seconds = [LIMIT_SECONDS if each.seconds is None else each.seconds for each in self.theirs]
        return min(seconds) / (self.ours.seconds or LIMIT_SECONDS)

    @property
    def is_at_least(self) -> bool:
        """Whether none of the others came to an end."""
        return all(each.seconds is None for each in self.theirs)

    @property
    def is_reached(self) -> bool:
        """Whether it is as fast as wanted, and everybody who came to an end elects the same."""
        ended = (each for each in self.theirs if each.seconds is not None)
        return (
            self.ours.seconds is not None
            and (self.electorate != NEARLY_DISTINCT or self.times_as_fast >= TIMES_AS_FAST)
            and (
                (self.electorate, self.method) != (REALISTIC, INSTANT_RUNOFF)
                or self.ours.seconds <= MOST_SECONDS
            )
            and all(each.winners == self.ours.winners for each in ended)
        )


def of(counts: Iterable[Counted]) -> list[Comparison]:
    """Put ours, which comes first, and the others' side by side."""
    found: dict[tuple[str, str], list[Counted]] = {}
    for each in counts:
        found.setdefault((each.electorate, each.method), []).append(each)
    return [
        Comparison(electorate, method, ours, tuple(theirs))
        for (electorate, method), (ours, *theirs) in found.items()
    ]


def rows(comparisons: Sequence[Comparison]) -> Iterator[list[str]]:
    """Yield a row for each comparison, below `HEADING`."""
    for each in comparisons:
        theirs = {counted.program: counted for counted in each.theirs}
        times = f"{'over ' if each.is_at_least else ''}{each.times_as_fast:,.1f}"
        yield [
            f"{METHODS[each.method]}, {each.electorate}",
            *(_seconds(theirs.get(program)) for program in PEERS),
            _seconds(each.ours),
            f"{times} {PASSED if each.is_reached else MISSED}",
            f"{each.ours.megabytes:,.0f}",
            ", ".join(f"{counted.megabytes:,.0f}" for counted in each.theirs),
        ]


def caption() -> list[str]:
    """Return what the figures are about."""
    return [
        "1,000,000 ballots of 10 choices: from each program's own ballots to its winners",
        f"median of three; over 5 s it is done once, over {LIMIT_SECONDS} s it is ended",
        f"wanted: on nearly distinct ballots {TIMES_AS_FAST:g} times as fast as the fastest other",
        f"wanted: instant-runoff of the realistic ones in {MOST_SECONDS:g} s; one result for all",
        "MB: the most that the process held, with its ballots",
    ]


def _seconds(counted: Counted | None) -> str:
    if counted is None:
        return "-"
    if counted.seconds is None:
        return f"over {LIMIT_SECONDS}"
    return f"{counted.seconds:.1f}" if counted.seconds > 1 else f"{counted.seconds:.3f}"
