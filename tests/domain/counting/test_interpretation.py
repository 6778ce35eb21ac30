from __future__ import annotations

from typing import Any

import pytest

from polls.domain.counting import interpretation
from polls.domain.counting.interpretation import InterpretationOptions
from polls.domain.counting.profiles import grouped
from polls.domain.counting.reasons import Exhaustion


@pytest.mark.parametrize(
    ("options", "ranking", "order"),
    [
        ({}, (0, 1), (0, 1)),
        ({}, (0, None, 1), (0, 1)),
        ({}, (0, None, None, 1), (0, Exhaustion.SKIPPED_RANKS)),
        ({"max_skipped_ranks_allowed": 0}, (None, 0), (Exhaustion.SKIPPED_RANKS,)),
        ({"max_skipped_ranks_allowed": None}, (None, None, None, 0), (0,)),
        ({}, (0, (1, 2), 3), (0, Exhaustion.OVERVOTE)),
        ({"overvote_rule": "always_skip_to_next_rank"}, (0, (1, 2), 3), (0, 3)),
        ({"overvote_rule": "exhaust_if_multiple_continuing"}, (0, (1, 2), 3), (0, (1, 2), 3)),
        ({"overvote_rule": "exhaust_if_multiple_continuing"}, (0, (), 3), (0, Exhaustion.OVERVOTE)),
        ({}, (0, 0, 1), (0, 0, 1)),
        ({"exhaust_on_duplicate_candidate": True}, (0, 0, 1), (0, Exhaustion.REPEATED_CHOICE)),
        ({"max_rankings_allowed": 2}, (0, 1, 2), (0, 1)),
    ],
)
def test_ranking_is_read_by_the_options(
    options: dict[str, Any],
    ranking: tuple[Any, ...],
    order: tuple[Any, ...],
) -> None:
    read = interpretation.read(grouped(range(4), [(ranking, 2)]), InterpretationOptions(**options))

    assert read.papers == {2: [order]}


def test_ballots_without_any_mark_are_counted_apart() -> None:
    read = interpretation.read(
        grouped(range(2), [((), 2), ((None, None), 3)]), InterpretationOptions()
    )

    assert (read.papers, read.blank) == ({}, 5)
