from __future__ import annotations

import subprocess
import sys

import pytest

from polls.domain.errors import TooManyFromAddressError, TooManyWatchersError
from polls.live import WatcherLimits


def test_seats_are_limited_for_all() -> None:
    seats = WatcherLimits(2, per_address=2)
    taken = [seats.take("192.0.2.1"), seats.take("192.0.2.2")]

    with pytest.raises(TooManyWatchersError):
        seats.take("192.0.2.3")
    taken[0].leave()

    seats.take("192.0.2.3")
    assert seats.taken == 2


def test_seats_are_limited_for_an_address() -> None:
    seats = WatcherLimits(10, per_address=2)
    taken = [seats.take("192.0.2.1") for _ in range(2)]

    with pytest.raises(TooManyFromAddressError):
        seats.take("192.0.2.1")
    seats.take("192.0.2.2")
    taken[0].leave()

    seats.take("192.0.2.1")
    assert seats.taken == 3


def test_seats_of_this_machine_are_not_limited_by_address() -> None:
    seats = WatcherLimits(3, per_address=1)

    for _ in range(3):
        seats.take(None)

    assert seats.taken == 3


def test_seat_left_twice_is_one_seat() -> None:
    seats = WatcherLimits(10, per_address=10)
    seat, _ = seats.take("192.0.2.1"), seats.take("192.0.2.1")

    seat.leave()
    seat.leave()

    assert seats.taken == 1


def test_seats_forget_an_address_that_left() -> None:
    seats = WatcherLimits(10, per_address=10)
    taken = [seats.take("192.0.2.1") for _ in range(2)]

    for seat in taken:
        seat.leave()

    assert "192.0.2.1" not in repr(vars(seats))


@pytest.mark.parametrize(
    ("most", "expected", "is_warned"),
    [(1_024, "512", True), (4_096, "3096", True), (16_000, "10000", False)],
)
def test_affordable_leaves_open_files_for_votes(
    *, most: int, expected: str, is_warned: bool
) -> None:
    program = (
        "import resource\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, {most}))\n"
        "from polls.live import affordable\n"
        "print(affordable(10_000))"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    *warnings, number = said.stdout.splitlines()
    assert number == expected
    assert ["fewer_watchers" in warning for warning in warnings] == [True] * is_warned
