"""The sums of a record: the same whatever the method, and however that compares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.counting.outcomes import Duels
from polls.domain.methods import METHODS
from polls.domain.records import sums
from polls.domain.results.tallies import Group, Tally

IDS = (1, 2, 3)
BALLOTS = (Group((2, 1), 1, 4), Group(((1, 3),), 2, 3), Group((3,), 1, 2), Group((), 1, 1))
PAIRS = [[0, 6, 4], [4, 0, 4], [2, 8, 0]]
"""By hand: who is left out stands below all others."""


@pytest.mark.parametrize("unranked", ["last", "not_compared"])
@pytest.mark.parametrize("name", ["copeland", "minimax", "ranked_pairs", "schulze"])
def test_sums_compare_all_choices_however_the_method_does(name: str, unranked: str) -> None:
    tally = Tally(Style.RANKING, IDS, frozenset())
    tally.add(BALLOTS)
    options = METHODS[name].options(unranked=unranked)
    counted = METHODS[name].count(tally.profile, options, 1, IDS)

    found = sums.of(tally, IDS, 5, options, counted.steps)

    assert found == {"first_choices": [6, 4, 8], "pairs": PAIRS}


def test_sums_take_the_comparison_that_the_method_has_made() -> None:
    tally = Tally(Style.RANKING, IDS, frozenset())
    tally.add(BALLOTS)
    options = METHODS["schulze"].options()
    (duels, *_) = METHODS["schulze"].count(tally.profile, options, 1, IDS).steps
    assert isinstance(duels, Duels)
    marked = replace(duels, wins=dict.fromkeys(duels.wins, 7))

    found = sums.of(tally, IDS, 5, options, [marked])

    assert found["pairs"] == [[0, 7, 7], [7, 0, 7], [7, 7, 0]]
