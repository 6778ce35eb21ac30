"""The ring of a circle of majorities, as it is drawn."""

from __future__ import annotations

from itertools import combinations

import pytest

from polls.presentation.charts import rings
from polls.presentation.charts.rings import BOX, LONGEST, MOST, WIDTH, ring

SIZES = range(3, MOST + 1)
NAMES = {choice: chr(65 + choice) for choice in range(MOST + 1)}


@pytest.mark.parametrize("size", SIZES)
def test_ring_lies_within_its_picture(size: int) -> None:
    drawn = ring(range(size), NAMES)

    assert drawn is not None
    for x, y in (box.centre for box in drawn.boxes):
        assert BOX[0] / 2 <= x <= WIDTH - BOX[0] / 2
        assert BOX[1] / 2 <= y <= drawn.height - BOX[1] / 2


@pytest.mark.parametrize("size", SIZES)
def test_ring_leaves_room_between_its_boxes(size: int) -> None:
    drawn = ring(range(size), NAMES)

    assert drawn is not None
    for one, other in combinations([box.centre for box in drawn.boxes], 2):
        is_beside = abs(one.x - other.x) >= BOX[0]
        is_below = abs(one.y - other.y) >= BOX[1]
        assert is_beside or is_below


@pytest.mark.parametrize("size", SIZES)
def test_arrows_lead_from_each_box_to_the_next_one(size: int) -> None:
    drawn = ring(range(size), NAMES)

    assert drawn is not None
    centres = [box.centre for box in drawn.boxes]
    following = (*centres[1:], centres[0])
    for arrow, begin, end in zip(drawn.arrows, centres, following, strict=True):
        assert _distance(arrow.start, begin) < _distance(arrow.start, end)
        assert _distance(arrow.end, end) < _distance(arrow.end, begin)
        assert not _is_inside(arrow.start, begin)
        assert not _is_inside(arrow.end, end)
    assert [arrow.pair for arrow in drawn.arrows] == [
        (place, (place + 1) % size) for place in range(size)
    ]


def test_head_of_an_arrow_points_where_it_leads() -> None:
    arrow = rings.Arrow((1, 2), rings.Point(0, 0), rings.Point(20, 0), rings.Point(10, 0))

    assert arrow.head == "20,0 11.0,4.5 11.0,-4.5"


def test_long_text_is_cut_where_its_box_ends() -> None:
    drawn = ring((1, 2, 3), {1: "Hot chocolate with cinnamon", 2: "Tea", 3: "Coffee"})

    assert drawn is not None
    assert [box.text for box in drawn.boxes] == ["Hot chocolate…", "Tea", "Coffee"]
    assert all(len(box.text) <= LONGEST for box in drawn.boxes)


def test_too_many_and_none_make_no_ring() -> None:
    assert ring(range(MOST + 1), NAMES) is None
    assert ring((), NAMES) is None


def _distance(one: rings.Point, other: rings.Point) -> float:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2


def _is_inside(point: rings.Point, centre: rings.Point) -> bool:
    return abs(point.x - centre.x) < BOX[0] / 2 and abs(point.y - centre.y) < BOX[1] / 2
