from __future__ import annotations

from bench.growth import INDEX, VOTE, Point, curves
from bench.programs import SQLITE


def test_curve_goes_from_small_to_large_on_its_axis_only() -> None:
    points = [
        Point("questions", 100, SQLITE, VOTE, 95.0),
        Point("questions", 10, SQLITE, VOTE, 90.0),
        Point("questions", 10, SQLITE, INDEX, 900.0),
        Point("choices", 3, SQLITE, VOTE, 80.0),
    ]

    assert curves(points, "questions") == {
        (SQLITE, VOTE): ([10, 100], [90.0, 95.0]),
        (SQLITE, INDEX): ([10], [900.0]),
    }
