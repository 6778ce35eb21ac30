from __future__ import annotations

from fractions import Fraction

import pytest

from polls.domain.counting import quotas


@pytest.mark.parametrize(
    ("name", "quota"),
    [
        ("droop", 34),
        ("droop_with_decimals", Fraction(33_334, 1_000)),
        ("hagenbach_bischoff", Fraction(100, 3)),
        ("hare", 50),
        ("imperiali", 25),
    ],
)
def test_quota_of_a_hundred_votes_for_two_seats(name: str, quota: int) -> None:
    assert quotas.quota(name, 100, 2, 3) == quota


@pytest.mark.parametrize(
    ("votes", "parts", "majority"),
    [
        (10, 1, 6),
        (11, 1, 6),
        (0, 1, 1),
        (Fraction(3, 2), 2, 1),
        (Fraction(5, 2), 2, Fraction(3, 2)),
    ],
)
def test_majority_is_the_least_that_is_more_than_half(
    votes: int,
    parts: int,
    majority: float,
) -> None:
    assert quotas.majority(votes, parts) == majority


def test_unit_is_what_makes_all_counts_whole() -> None:
    assert quotas.unit([3, Fraction(1, 2), Fraction(2, 3)]) == 6
    assert quotas.unit([]) == 1
