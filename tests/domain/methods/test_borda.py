from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from polls.domain.counting.outcomes import Totals
from polls.domain.counting.profiles import grouped
from polls.domain.counting.reasons import Quantity
from polls.domain.methods import METHODS
from polls.domain.methods.borda import BordaOptions


@pytest.mark.parametrize(
    ("options", "points"),
    [
        (BordaOptions(), {0: 3, 1: 1, 2: 1, 3: 1}),
        (BordaOptions(unranked="zero"), {0: 3, 1: 0, 2: 0, 3: 0}),
        (BordaOptions(last_place=1), {0: 4, 1: 2, 2: 2, 3: 2}),
        (BordaOptions(unranked="zero", last_place=1), {0: 4, 1: 0, 2: 0, 3: 0}),
    ],
)
def test_unranked_choices_share_the_places_left_or_get_nothing(
    options: BordaOptions,
    points: dict[int, int],
) -> None:
    result = METHODS["borda"].count(grouped(range(4), [((0,), 1)]), options, 1, (0, 1, 2, 3))

    assert result.steps == (Totals(Quantity.POINTS, points),)


def test_equal_ranks_share_the_points_of_their_places() -> None:
    profile = grouped(range(3), [(((0, 1), 2), 3)])

    result = METHODS["borda"].count(profile, BordaOptions(), 1, (1, 0, 2))

    assert dict(result.steps[0].values) == {0: 4.5, 1: 4.5, 2: 0}  # type: ignore[union-attr]
    assert (result.winners, result.tied) == ((1,), (1, 0))


def test_many_choices_earn_what_their_places_are_worth() -> None:
    chance = Random(1)
    choices = range(23)
    ballots = [tuple(chance.sample(choices, chance.randint(1, 23))) for _ in range(200)]

    points = METHODS["borda"].count(
        grouped(choices, [(each, 1) for each in ballots]), BordaOptions(), 1, tuple(choices)
    )

    expected: dict[int, Fraction] = dict.fromkeys(choices, Fraction(0))
    for ballot in ballots:
        left = set(choices) - set(ballot)
        for place, choice in enumerate(ballot):
            expected[choice] += 22 - place
        for choice in left:
            expected[choice] += Fraction(len(left) - 1, 2)
    (totals,) = points.all(Totals)
    assert totals.values == expected
