"""Programs that count ranked ballots: how each is given them, and how it is told to count.

`python -m bench.peers.counters PROGRAM METHOD` reads ballots as JSON from its standard input and
prints what it took. Making a program's own ballots of them is not measured.
"""

from __future__ import annotations

import json
import signal
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import counting
from bench.electorates import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.electorates import Ballots

_TIMES = 3
_LONG_SECONDS = 5
"""What takes longer is measured once."""


def main(program: str, method: str) -> None:
    """Count, up to three times; print the median of the seconds, the most memory, the winners."""
    warnings.simplefilter("ignore")
    counted = _COUNTERS[program](
        {tuple(ranking): number for ranking, number in json.load(sys.stdin)},
        method,
    )
    taken: list[float] = []
    winners: list[int] = []
    signal.signal(signal.SIGALRM, _too_long)
    while len(taken) < _TIMES and sum(taken) < _LONG_SECONDS:
        signal.alarm(counting.LIMIT_SECONDS)
        begun = time.perf_counter()
        try:
            winners = counted()
        except TimeoutError:
            break
        taken.append(time.perf_counter() - begun)
        signal.alarm(0)
    seconds = median(taken) if taken else None
    said = {"seconds": seconds, "megabytes": _megabytes(), "winners": sorted(winners)}
    print(json.dumps(said))


def _megabytes() -> float:
    """Return the most that this program held; `getrusage` would begin with its parent's."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _too_long(*_signal: object) -> None:
    raise TimeoutError


def _polls(ballots: Ballots, method: str) -> Callable[[], list[int]]:
    from polls.domain.counting.profiles import Profile  # noqa: PLC0415 - a child loads one program
    from polls.domain.methods import METHODS  # noqa: PLC0415 - as above

    chosen = METHODS[method]
    profile = Profile(tuple(range(CHOICES)), ballots)
    seats = counting.SEATS if method == counting.STV else 1
    return lambda: list(chosen.count(profile, chosen.options(), seats, profile.choices).winners)


def _pref_voting(ballots: Ballots, method: str) -> Callable[[], list[int]]:
    """Its profile compares all pairs when it is made, and again when unranked means last.

    Only the second time is measured, and only for methods that need it.
    """
    profiles: Any = import_module("pref_voting.profiles_with_ties")
    rankings: Any = import_module("pref_voting.rankings")
    iterative: Any = import_module("pref_voting.iterative_methods")
    margins: Any = import_module("pref_voting.margin_based_methods")
    proportional: Any = import_module("pref_voting.proportional_methods")
    profile = profiles.ProfileWithTies(
        [rankings.Ranking({c: rank for rank, c in enumerate(r, 1)}) for r in ballots],
        list(ballots.values()),
        candidates=list(range(CHOICES)),
    )

    def counted() -> list[int]:
        match method:
            case counting.INSTANT_RUNOFF:
                return list(iterative.instant_runoff_for_truncated_linear_orders(profile))
            case counting.STV:
                return list(proportional.stv_scottish(profile, num_seats=counting.SEATS))
            case counting.RANKED_PAIRS:
                profile.use_extended_strict_preference()
                return list(margins.ranked_pairs(profile))
            case _:
                profile.use_extended_strict_preference()
                return list(margins.beat_path(profile))

    return counted


def _pyrankvote(ballots: Ballots, method: str) -> Callable[[], list[int]]:
    """It has no counts: each voter's ballot is one of its own."""
    pyrankvote: Any = import_module("pyrankvote")
    candidates = [pyrankvote.Candidate(str(choice)) for choice in range(CHOICES)]
    own = [
        pyrankvote.Ballot([candidates[choice] for choice in ranking])
        for ranking, number in ballots.items()
        for _voter in range(number)
    ]

    def counted() -> list[int]:
        if method == counting.INSTANT_RUNOFF:
            result = pyrankvote.instant_runoff_voting(candidates, own)
        else:
            result = pyrankvote.single_transferable_vote(candidates, own, counting.SEATS)
        return [int(winner.name) for winner in result.get_winners()]

    return counted


def _votekit(ballots: Ballots, method: str) -> Callable[[], list[int]]:
    votekit: Any = import_module("votekit")
    elections: Any = import_module("votekit.elections")
    names = [str(choice) for choice in range(CHOICES)]
    sets = [frozenset({name}) for name in names]
    profile = votekit.RankProfile(
        ballots=[
            votekit.RankBallot(ranking=tuple(sets[choice] for choice in ranking), weight=number)
            for ranking, number in ballots.items()
        ],
        candidates=names,
    )
    election: Callable[[], Any] = {
        counting.INSTANT_RUNOFF: lambda: elections.IRV(profile),
        counting.STV: lambda: elections.FastSTV(profile, n_seats=counting.SEATS),
        counting.RANKED_PAIRS: lambda: elections.RankedPairs(profile),
        counting.SCHULZE: lambda: elections.Schulze(profile),
    }[method]
    return lambda: [int(name) for group in election().get_elected() for name in group]


_COUNTERS: dict[str, Callable[[Ballots, str], Callable[[], list[int]]]] = {
    counting.POLLS: _polls,
    counting.PREF_VOTING: _pref_voting,
    counting.PYRANKVOTE: _pyrankvote,
    counting.VOTEKIT: _votekit,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
