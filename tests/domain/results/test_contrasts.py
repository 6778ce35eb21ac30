from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.counting.outcomes import CountResult, Duels, Tie
from polls.domain.counting.profiles import Profile
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.questions.rules import Rules
from polls.domain.results import contrasts
from polls.domain.results.explanations import Explanation, Ground
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize(
    ("rules", "titles"),
    [
        ({"max_choices": 1}, []),
        ({"method": "approval"}, []),
        ({"method": "availability"}, []),
        ({"method": "score"}, ["STAR", "Majority judgment"]),
        (
            {"method": "borda", "seats": 2},
            [
                "Plurality of first choices",
                "Instant-runoff",
                "Single transferable vote (Scottish rules)",
                "Single transferable vote (Meek)",
            ],
        ),
    ],
)
def test_ways_are_the_methods_that_fit_the_ballots(
    rules: dict[str, Any],
    titles: Iterable[str],
) -> None:
    assert [way.title for way in contrasts.ways(Rules(**rules))] == titles


def contrast(official: CountResult, other: CountResult) -> contrasts.Contrast:
    way = next(way for way in contrasts.ways(Rules(method="schulze")) if way.title == "Minimax")
    return contrasts.contrast(way, official, other)


def test_contrast_explains_the_first_newcomer_by_what_decided() -> None:
    tie = Tie(Stake.SEAT, (1, 2), (2,), TieBreak.HIGHER_SUM)
    duels = Duels({(1, 2): 3, (2, 1): 4}, condorcet_winner=2, smith_set=(2,))

    by_duels = contrast(CountResult((1,)), CountResult((2,), steps=(duels,)))
    by_rule = contrast(CountResult((1,)), CountResult((2,), steps=(duels,), ties=(tie,)))

    assert (by_duels.is_same, by_duels.newcomers) == (False, (2,))
    assert by_duels.explanation == Explanation(Ground.PREFERRED_TO_ALL, 2, 1, 4, 3)
    assert by_rule.explanation == Explanation(Ground.TIE_BREAK, 2, 1, tie=tie)


def test_contrast_by_lots_and_of_the_same_winners_needs_no_explanation() -> None:
    lots = contrast(CountResult((1,)), CountResult((2,), tied=(1, 2)))
    same = contrast(CountResult((1,)), CountResult((1,)))

    assert (lots.tied, lots.explanation) == ((1, 2), None)
    assert (same.is_same, same.newcomers, same.explanation) == (True, (), None)


def test_way_counts_with_the_options_of_its_own_method() -> None:
    question = asking.question(method="schulze", max_choices=None)
    way = next(way for way in contrasts.ways(question.rules) if way.counts_first)

    result = way.count(question, Profile((1, 2), {(2, 1): 1}))

    assert result.winners == (2,)
