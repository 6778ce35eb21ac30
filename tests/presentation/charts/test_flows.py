from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.counting.outcomes import Round, Transfer
from polls.domain.counting.profiles import Profile
from polls.domain.methods import METHODS
from polls.presentation.charts.flows import (
    BAR,
    COLUMN,
    GAP,
    HEAD,
    LABEL,
    LETTERS,
    MOST_CHOICES,
    MOST_ROUNDS,
    PAGE,
    WIDEST,
    flow,
)
from polls.presentation.charts.widths import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.presentation.charts.flows import Bar, Flow, Ribbon

NAMES = {number: f"Choice {number}" for number in range(1, 30)}
TENNESSEE = {(1, 2, 3, 4): 42, (2, 3, 4, 1): 26, (3, 4, 2, 1): 15, (4, 3, 2, 1): 17}


def rounds_of(method: str, ballots: dict[Any, Any], seats: int, choices: int) -> Sequence[Round]:
    chosen = METHODS[method]
    profile = Profile(tuple(range(1, choices + 1)), ballots)
    result = chosen.count(profile, chosen.options(), seats, profile.choices)
    return [step for step in result.steps if isinstance(step, Round) and step.part == 1]


def drawn(method: str, ballots: dict[Any, int], seats: int = 1, choices: int = 4) -> Flow:
    found = flow(rounds_of(method, ballots, seats, choices), NAMES)
    assert found is not None
    return found


def test_flow_of_four_rounds_fits_into_the_page() -> None:
    assert 4 * COLUMN - GAP <= PAGE <= 622  # pixels in a result on a wide screen


def test_ribbons_cross_no_name() -> None:
    found = drawn("instant_runoff", TENNESSEE)

    for ribbon in found.ribbons:
        start, bend = ribbon.path[1:].split("C")[0].split("H")
        _left, top = map(float, start.split())
        bars = [bar for bar in found.bars if bar.x == found.columns[ribbon.column][0]]
        assert any(
            bar.y - 0.1 <= top and top + ribbon.height <= bar.y + bar.height + 0.1 for bar in bars
        )
        assert all(bar.x + width(f"{bar.name} {bar.votes}", LETTERS) <= float(bend) for bar in bars)


def test_flow_has_a_column_a_round_and_a_bar_a_choice() -> None:
    found = drawn("instant_runoff", TENNESSEE)

    assert found.columns == ((0, 1), (COLUMN, 2), (2 * COLUMN, 3))
    assert [(bar.x, bar.name, bar.votes, bar.state) for bar in found.bars] == [
        (0, "Choice 4", "17", "standing"),
        (0, "Choice 1", "42", "standing"),
        (0, "Choice 2", "26", "standing"),
        (0, "Choice 3", "15", "out"),
        (COLUMN, "Choice 4", "32", "standing"),
        (COLUMN, "Choice 1", "42", "standing"),
        (COLUMN, "Choice 2", "26", "out"),
        (2 * COLUMN, "Choice 4", "58", "elected"),
        (2 * COLUMN, "Choice 1", "42", "standing"),
    ]
    moving = [(each.source, each.target) for each in found.ribbons if each.is_moving]
    assert moving == [(3, 4), (2, 4)]


def test_flow_shows_votes_that_count_for_nobody_any_more() -> None:
    found = drawn("stv", {(1, 2): 20, (1,): 6, (2,): 4, (3,): 9}, seats=2)

    assert [bar.votes for bar in found.bars if bar.state == "nobody"] == ["2.77", "2.77", "11.77"]
    assert (1, None) in {(each.source, each.target) for each in found.ribbons}


rankings = st.permutations([1, 2, 3, 4, 5]).flatmap(
    lambda order: st.integers(1, 5).map(lambda length: tuple(order[:length])),
)


@given(
    st.sampled_from(["instant_runoff", "stv"]),
    st.dictionaries(rankings, st.integers(1, 40), min_size=1, max_size=8),
    st.integers(1, 3),
)
def test_flow_conserves_votes_and_nothing_overlaps(
    method: str,
    ballots: dict[Any, int],
    seats: int,
) -> None:
    found = flow(rounds_of(method, ballots, seats, 5), NAMES)

    if found is None:
        assert len(rounds_of(method, ballots, seats, 5)) == 1
        return
    columns = [[bar for bar in found.bars if bar.x == x] for x, _number in found.columns]
    for bars in columns:
        assert bars[0].y == HEAD + LABEL
        for upper, lower in pairwise(bars):
            assert lower.y - (upper.y + upper.height) == pytest.approx(LABEL, abs=0.1)
        assert bars[-1].y + bars[-1].height <= found.height
    for place, bars in enumerate(columns):
        for bar in bars:
            leaving = [r for r in found.ribbons if (r.column, r.source) == (place, bar.choice)]
            coming = [r for r in found.ribbons if (r.column, r.target) == (place - 1, bar.choice)]
            if place < len(columns) - 1:
                assert_fill(bar, [(numbers(each)[1], each.height) for each in leaving])
            if place > 0:
                assert_fill(bar, [(numbers(each)[8], each.height) for each in coming])
    for each in found.ribbons:
        places = numbers(each)
        assert min(places) >= 0
        assert max(places) <= max(found.width, found.height)
        assert places[0] == found.columns[each.column][0] + BAR


def numbers(ribbon: Ribbon) -> list[float]:
    """Return the numbers of a path: the second is where it begins, the ninth where it ends."""
    return [float(number) for number in re.findall(r"-?[\d.]+", ribbon.path)]


def assert_fill(bar: Bar, ends: list[tuple[float, float]]) -> None:
    """Check that ribbons lie side by side along the whole of a bar."""
    y = bar.y
    for start, height in sorted(ends):
        assert start == pytest.approx(y, abs=0.1)
        y = start + height
    assert y == pytest.approx(bar.y + bar.height, abs=0.1)


def test_flow_of_many_rounds_draws_the_last_ones() -> None:
    ballots = {(place, place + 1): 100 + place for place in range(1, 29)}

    found = drawn("instant_runoff", ballots, choices=29)

    numbers = [number for _x, number in found.columns]
    assert len(numbers) == MOST_ROUNDS
    assert numbers[-1] == len(rounds_of("instant_runoff", ballots, 1, 29))
    assert sum(bar.x == 0 for bar in found.bars) <= MOST_CHOICES + 1


def test_flow_shortens_names() -> None:
    rounds = rounds_of("instant_runoff", {(1,): 2, (2,): 1, (3,): 3}, 1, 3)

    found = flow(rounds, dict.fromkeys((1, 2, 3), "A name without any end"))

    assert found is not None
    assert {bar.name for bar in found.bars} == {"A name without…", "Exhausted"}


def test_flow_gives_names_the_room_that_there_is() -> None:
    names = dict.fromkeys(range(1, 30), "Andy Montroll")
    few = flow(rounds_of("instant_runoff", TENNESSEE, 1, 4), names)
    ballots = {(n, (n % 12) + 1): 1_000 + 100 * n for n in range(1, 13)}
    many = flow(rounds_of("instant_runoff", ballots, 1, 12), names)

    for found, column in ((few, 179), (many, 204)):
        assert found is not None
        assert found.columns[1][0] == column
        assert {bar.name for bar in found.bars if bar.choice} == {"Andy Montroll"}


def test_flow_of_four_rounds_has_room_for_what_is_exhausted() -> None:
    ballots = {(1,): 31, (2,): 29, (3,): 22, (4,): 11, (5,): 7}

    found = drawn("instant_runoff", ballots, choices=5)

    assert len(found.columns) == 4
    assert {bar.name for bar in found.bars if bar.choice is None} == {"Exhausted"}
    assert found.width <= PAGE


@pytest.mark.parametrize("name", ["Andy Montroll", "WWW", "Жанна Щукина", "選択肢のとても長い名前"])
def test_label_ends_before_the_next_column(name: str) -> None:
    votes = {(n,): Fraction(123_456 * n, 7) for n in range(1, 7)}
    found = flow(rounds_of("meek_stv", votes, 2, 6), dict.fromkeys(range(1, 7), name))

    assert found is not None
    column = found.columns[1][0]
    assert column <= WIDEST
    for bar in found.bars:
        assert width(f"{bar.name} {bar.votes}", LETTERS) <= column - GAP


def test_flow_is_not_drawn_where_nobody_knows_who_gave_to_whom() -> None:
    before = Round(1, {1: 10, 2: 6, 3: 4}, {}, 7, elected=(1,))
    after = Round(2, {1: 8, 2: 6, 3: 6}, {}, 7)

    assert flow([before, after], NAMES) is None


def test_flow_is_not_drawn_of_one_round_or_of_no_votes() -> None:
    empty = Round(1, {1: 0, 2: 0}, {}, 0, eliminated=(2,), transfers=(Transfer(2, {}),))

    assert flow([Round(1, {1: 3, 2: 1}, {}, 3, elected=(1,))], NAMES) is None
    assert flow([empty, Round(2, {1: 0}, {}, 0)], NAMES) is None
