from __future__ import annotations

import pytest

from polls.domain.counting.outcomes import Pair
from polls.domain.counting.profiles import grouped
from polls.domain.methods import METHODS

METHOD = METHODS["ranked_pairs"]
CIRCLE = [((0, 1), 5), ((1, 0), 3), ((1, 2), 5), ((2, 1), 2), ((2, 0), 5), ((0, 2), 4)]
"""Three majorities of five, against three, two and four."""


@pytest.mark.parametrize(
    ("equal", "order", "winner"),
    [
        ("smaller_opposition", [(1, 2), (0, 1), (2, 0)], 0),
        ("lots", [(2, 0), (0, 1), (1, 2)], 2),
    ],
)
def test_equal_majorities_go_by_the_smaller_opposition_or_by_lots_at_once(
    equal: str,
    order: list[tuple[int, int]],
    winner: int,
) -> None:
    options = METHOD.options(unranked="not_compared", equal_majorities=equal)

    result = METHOD.count(grouped(range(3), CIRCLE), options, 1, (2, 0, 1))

    pairs = [step for step in result.steps if isinstance(step, Pair)]
    assert [(pair.winner, pair.loser) for pair in pairs] == order
    assert [pair.is_locked for pair in pairs] == [True, True, False]
    assert result.winners == (winner,)
