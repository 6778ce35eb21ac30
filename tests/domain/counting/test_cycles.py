"""The circle that tells why nobody beats everybody."""

from __future__ import annotations

from itertools import permutations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.counting import cycles, pairwise

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import Duels
    from polls.domain.counting.profiles import Count


def duels(size: int, *defeats: tuple[int, int]) -> Duels:
    """Return a comparison in which these pairs are won by 2 to 1, and all others are level."""
    wins: dict[tuple[int, int], Count] = dict.fromkeys(permutations(range(size), 2), 1)
    wins |= dict.fromkeys(defeats, 2)
    return pairwise.Matrix(tuple(range(size)), wins, 3, 0).duels()


def test_circle_goes_through_the_winner() -> None:
    circle = cycles.telling(duels(3, (0, 1), (1, 2), (2, 0)), winners=[1])

    assert circle == (1, 2, 0)


def test_circle_is_the_shortest_through_the_winner() -> None:
    long_way = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]

    circle = cycles.telling(duels(5, *long_way, (2, 0)), winners=[0])

    assert circle == (0, 1, 2)


def test_circle_goes_past_a_winner_who_stands_in_none() -> None:
    circle = cycles.telling(duels(4, (0, 1), (1, 2), (2, 0)), winners=[3])

    assert circle == (0, 1, 2)


@pytest.mark.parametrize("defeats", [[], [(0, 1)], [(0, 1), (0, 2), (1, 2)]])
def test_no_circle_where_none_is(defeats: list[tuple[int, int]]) -> None:
    assert cycles.telling(duels(3, *defeats), winners=[0]) == ()


def test_no_circle_is_told_below_a_condorcet_winner() -> None:
    below = [(1, 2), (2, 3), (3, 1)]

    assert cycles.telling(duels(4, (0, 1), (0, 2), (0, 3), *below), winners=[0]) == ()


@given(st.integers(3, 6).flatmap(lambda size: st.tuples(st.just(size), _directions(size))))
def test_circle_is_one_and_no_shorter_one_goes_through_its_first(
    drawn: tuple[int, list[int]],
) -> None:
    size, directions = drawn
    pairs = [(one, other) for one, other in product(range(size), repeat=2) if one < other]
    defeats = {
        pair if direction > 0 else pair[::-1]
        for pair, direction in zip(pairs, directions, strict=True)
        if direction
    }

    circle = cycles.telling(duels(size, *defeats), winners=range(size))

    has_top = duels(size, *defeats).condorcet_winner is not None
    assert bool(circle) == (not has_top and bool(_shortest(defeats, range(size))))
    if circle:
        assert set(zip(circle, (*circle[1:], circle[0]), strict=True)) <= defeats
        assert len(circle) == _shortest(defeats, [circle[0]])


def _directions(size: int) -> st.SearchStrategy[list[int]]:
    pairs = size * (size - 1) // 2
    return st.lists(st.sampled_from([-1, 0, 1]), min_size=pairs, max_size=pairs)


def _shortest(defeats: set[tuple[int, int]], starts: list[int] | range) -> int:
    """Return the length of the shortest circle through any of these, 0 if there is none."""
    choices = {choice for pair in defeats for choice in pair}
    for length in range(3, len(choices) + 1):
        for path in permutations(choices, length):
            if path[0] in starts and set(zip(path, (*path[1:], path[0]), strict=True)) <= defeats:
                return length
    return 0
