from __future__ import annotations

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
