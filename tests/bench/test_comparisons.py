from __future__ import annotations

import pytest

from bench import comparisons, counting, electorates
from bench.counting import INSTANT_RUNOFF, POLLS, PYRANKVOTE, STV, VOTEKIT, Counted
from bench.electorates import NEARLY_DISTINCT, REALISTIC


def counted(program: str, seconds: float | None, **said: object) -> Counted:
    told = {"electorate": NEARLY_DISTINCT, "method": STV, "megabytes": 100, "winners": (1, 2)}
    return Counted(program=program, seconds=seconds, **(told | said))  # type: ignore[arg-type]


def test_ours_is_compared_with_the_fastest_of_the_others() -> None:
    counts = [counted(POLLS, 0.5), counted(PYRANKVOTE, 3), counted(VOTEKIT, None)]

    (comparison,) = comparisons.of(counts)

    assert (comparison.times_as_fast, comparison.is_at_least, comparison.is_reached) == (
        6,
        False,
        True,
    )
    assert list(comparisons.rows([comparison])) == [
        [
            "STV, 3 seats, nearly distinct",
            *("-", "3.0", "over 60", "0.500"),
            "6.0 ✓",
            *("100", "100, 100"),
        ],
    ]


def test_nobody_who_ends_means_at_least_the_limit() -> None:
    (comparison,) = comparisons.of([counted(POLLS, 0.5), counted(VOTEKIT, None)])

    assert (comparison.times_as_fast, comparison.is_at_least) == (120, True)
    assert next(comparisons.rows([comparison]))[5] == "over 120.0 ✓"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (counted(POLLS, 1), counted(VOTEKIT, 4.9)),  # not five times as fast
        (counted(POLLS, 1), counted(VOTEKIT, 9, winners=(1, 3))),  # another result
        (counted(POLLS, None), counted(VOTEKIT, None)),
        (
            counted(POLLS, 0.21, electorate=REALISTIC, method=INSTANT_RUNOFF),
            counted(VOTEKIT, 9, electorate=REALISTIC, method=INSTANT_RUNOFF),
        ),
    ],
)
def test_what_is_too_slow_or_disputed_has_missed(ours: Counted, theirs: Counted) -> None:
    (comparison,) = comparisons.of([ours, theirs])

    assert not comparison.is_reached


def test_realistic_ballots_are_of_few_kinds_and_the_same_in_every_run() -> None:
    ballots = electorates.realistic()

    assert sum(ballots.values()) == electorates.VOTERS
    assert len(ballots) < 10_000
    assert ballots == electorates.realistic()


def test_a_program_counts_in_a_process_of_its_own() -> None:
    ballots = counting.written({(0, 1): 3, (1,): 2, (2, 0): 1})

    found = counting.counted(REALISTIC, INSTANT_RUNOFF, POLLS, ballots)

    assert found.winners == (0,)
    assert found.seconds is not None
    assert 0 < found.seconds < counting.LIMIT_SECONDS
    assert found.megabytes > 1
