"""A circle of majorities as a ring of boxes, with an arrow from each to the one that it beats."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 8
"""Boxes that find room around a ring on a phone."""

WIDTH = 320
BOX = 112, 34
"""Of a box, in pixels: two find room beside each other, with a text of `LONGEST` characters."""
LONGEST = 14
_MARGIN = 4
_GAP = 3
"""Between an arrow and the boxes that it leads from and to."""
_HEAD = 9
"""Of an arrow."""
_ROW = 92
"""From the centre of a box to that of the one below: a number finds room between them."""
_RISE = 7
"""How far a number stands above the middle of an arrow that lies flat, which it would cover."""


class Point(NamedTuple):
    """In pixels, from the upper left corner."""

    x: float
    y: float


class Box(NamedTuple):
    """One choice of the circle."""

    choice: int
    centre: Point
    text: str

    @property
    def corner(self) -> Point:
        """The upper left one."""
        return Point(self.centre.x - BOX[0] / 2, self.centre.y - BOX[1] / 2)


@dataclass(frozen=True)
class Arrow:
    """From the edge of a box to that of the next one."""

    pair: tuple[int, int]
    """The choice that it leads from, and the one that it leads to."""
    start: Point
    end: Point
    middle: Point
    """Where its number stands."""

    @property
    def head(self) -> str:
        """The points of the triangle at its end, as SVG writes them."""
        (x1, y1), (x2, y2) = self.start, self.end
        long = hypot(x2 - x1, y2 - y1) or 1
        along, across = (x2 - x1) / long * _HEAD, (y2 - y1) / long * _HEAD
        corners = (
            self.end,
            Point(x2 - along - across / 2, y2 - across + along / 2),
            Point(x2 - along + across / 2, y2 - across - along / 2),
        )
        return " ".join(f"{round(x, 1)},{round(y, 1)}" for x, y in corners)


@dataclass(frozen=True)
class Ring:
    """The whole drawing."""

    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int = WIDTH
    box: tuple[int, int] = BOX


def ring(circle: Sequence[int], names: Mapping[int, str]) -> Ring | None:
    """Return the drawing of a circle, clockwise from the top; None if it is too long, or none.

    The first box stands alone, the others in two columns below it; of an even number the one
    opposite stands alone, too.
    """
    number = len(circle)
    if not 0 < number <= MOST:
        return None
    boxes = tuple(
        Box(choice, _centre(place, number), _short(names[choice]))
        for place, choice in enumerate(circle)
    )
    following = (*boxes[1:], boxes[0])
    arrows = tuple(_arrow(*each) for each in zip(boxes, following, strict=True))
    return Ring(BOX[1] + 2 * _MARGIN + _ROW * (number // 2), boxes, arrows)


def _centre(place: int, number: int) -> Point:
    row = min(place, number - place)
    y = _MARGIN + BOX[1] / 2 + _ROW * row
    if place in {0, number / 2}:
        return Point(WIDTH / 2, y)
    beside = _MARGIN + BOX[0] / 2
    return Point(WIDTH - beside if place < number / 2 else beside, y)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _arrow(start: Box, end: Box) -> Arrow:
    first, last = _edge(start.centre, end.centre), _edge(end.centre, start.centre)
    rise = _RISE if first.y == last.y else 0
    middle = Point(round((first.x + last.x) / 2, 1), round((first.y + last.y) / 2, 1) - rise)
    return Arrow((start.choice, end.choice), first, last, middle)


def _edge(centre: Point, towards: Point) -> Point:
    """Return where a line from the centre of a box leaves it, and a little further."""
    x, y = towards.x - centre.x, towards.y - centre.y
    half_width, half_height = BOX[0] / 2 + _GAP, BOX[1] / 2 + _GAP
    part = min(
        half_width / abs(x) if x else 1,
        half_height / abs(y) if y else 1,
    )
    return Point(round(centre.x + part * x, 1), round(centre.y + part * y, 1))
