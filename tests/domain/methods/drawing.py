"""Ballots that Hypothesis draws: few choices, so that ties, circles and blanks are common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from polls.domain.counting.options import declared
from polls.domain.counting.profiles import Profile, grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.domain.counting.options import Declared
    from polls.domain.methods import Method

MAX_CHOICES = 5
MAX_BALLOTS = 12
HIGHEST = {"availability": 2}
"""The highest score of a method, where it is not 5."""


def elections(method: Method) -> st.SearchStrategy[tuple[Profile[Any], int, tuple[int, ...]]]:
    """Draw a profile, a number of seats, and an order of lots."""

    def of_size(size: int) -> st.SearchStrategy[tuple[Profile[Any], int, tuple[int, ...]]]:
        return st.tuples(
            profiles(method, size),
            st.integers(1, 3 if method.has_seats else 1),
            st.permutations(range(size)).map(tuple),
        )

    return st.integers(1, MAX_CHOICES).flatmap(of_size)


def options(method: Method) -> st.SearchStrategy[dict[str, Any]]:
    """Draw any options, but no choices that cannot win, and the scale that the scores are on."""
    return st.fixed_dictionaries(
        {},
        optional={
            each.name: _values(each)
            for each in declared(method.options)
            if each.default != () and each.name != "highest"
        },
    )


def profiles(method: Method, size: int) -> st.SearchStrategy[Profile[Any]]:
    ballots = st.lists(st.tuples(selections(method, size), st.integers(1, 9)), max_size=MAX_BALLOTS)
    return ballots.map(lambda drawn: grouped(range(size), drawn))


def selections(method: Method, size: int) -> st.SearchStrategy[tuple[Any, ...]]:
    kinds: dict[str, Callable[[], st.SearchStrategy[tuple[Any, ...]]]] = {
        "marks": lambda: st.sets(st.integers(0, size - 1)).map(sorted).map(tuple),
        "scores": lambda: st.tuples(
            *[st.none() | st.integers(0, HIGHEST.get(method.name, 5))] * size,
        ),
        "ranking": lambda: raw_rankings(size),
    }
    return kinds[method.ballot]()


def raw_rankings(size: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw rankings as people fill them in: ranks left out, shared, and choices twice."""
    choice = st.integers(0, size - 1)
    shared = st.lists(choice, max_size=3).map(tuple)
    return st.lists(choice | choice | st.none() | shared, max_size=size + 1).map(tuple)


def strict_rankings(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw rankings of some choices, each once, none beside another."""
    return st.permutations(range(size)).flatmap(
        lambda order: st.integers(0, size).map(lambda length: tuple(order[:length])),
    )


def strict_profiles(size: int) -> st.SearchStrategy[Profile[Any]]:
    ballots = st.lists(st.tuples(strict_rankings(size), st.integers(1, 9)), max_size=MAX_BALLOTS)
    return ballots.map(lambda drawn: grouped(range(size), drawn))


def _values(option: Declared) -> st.SearchStrategy[Any]:
    if option.values:
        return st.sampled_from(option.values)
    if isinstance(option.default, bool):
        return st.booleans()
    numbers = st.integers(0, 4)
    return st.none() | numbers if option.may_be_none else numbers
