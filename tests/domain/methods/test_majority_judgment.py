from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.outcomes import Gauge
from polls.domain.counting.profiles import grouped
from polls.domain.methods import METHODS

METHOD = METHODS["majority_judgment"]


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda size: st.lists(st.tuples(*[st.integers(0, 5)] * size), min_size=1, max_size=15),
    ),
)
def test_order_is_that_of_taking_medians_away_one_by_one(ballots: list[tuple[int, ...]]) -> None:
    size = len(ballots[0])
    profile = grouped(range(size), ((scores, 1) for scores in ballots))

    ranking = METHOD.count(profile, METHOD.options(), 1, tuple(range(size))).ranking

    medians = {choice: taken_away([scores[choice] for scores in ballots]) for choice in range(size)}
    expected = [
        tuple(choice for choice in range(size) if medians[choice] == value)
        for value in sorted(set(map(tuple, medians.values())), reverse=True)
    ]
    assert list(ranking) == expected


def test_gauge_tells_median_and_both_sides() -> None:
    profile = grouped([7, 8], [((5, 0), 2), ((3, 0), 4), ((None, 0), 3)])

    result = METHOD.count(profile, METHOD.options(), 1, (7, 8))

    assert next(step for step in result.steps if isinstance(step, Gauge)) == Gauge(7, 3, 2, 3)


def taken_away(grades: list[int]) -> tuple[int, ...]:
    """Return the medians in the order of their going, as the book says it."""
    left = sorted(grades)
    return tuple(left.pop((len(left) - 1) // 2) for _ballot in grades)
