"""The picture of a question that other sites show beside a link to it."""

from __future__ import annotations

import io
import unicodedata
from bisect import bisect
from functools import lru_cache
from importlib.resources import files
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""What those sites ask for (https://ogp.me, and cards with a large picture)."""

FONT = "DejaVuSerif-Bold.ttf"
"""Has the Latin, Greek and Cyrillic letters; cut down from DejaVu Serif Bold 2.37."""

_MARGIN = 80
_SIZES = (88, 76, 66, 58, 50, 44)
"""Of the question's letters: the largest that fits is taken."""

_SMALL = 36
"""Of the letters below it."""

_WIDTH = SIZE[0] - 2 * _MARGIN
_TEXT_HEIGHT = 340
_LEADING = 1.25

# The colours of static/css/tokens.css, on light paper.
_PAPER = "#faf8f4"
_INK = "#1d2327"
_INK_SOFT = "#565f63"
_ACCENT = "#1f6f5c"
_WHITE = "#fff"


class Caption(NamedTuple):
    """What the picture of a question says."""

    text: str
    """Of the question."""
    otherwise: str
    """What stands in its place where it cannot be shown."""
    below: str
    """What was decided, or how many choices there are."""


class _Fitted(NamedTuple):
    size: int
    lines: list[str]


def draw(caption: Caption) -> bytes:
    """Return a PNG with the question, a line below it, and the site's name.

    What is in letters that the font lacks is left out: better no words than empty boxes.
    """
    # Imported here: it takes a twentieth of a second, and many a process never draws.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    picture = Image.new("RGB", SIZE, _PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, 15, SIZE[1]), _ACCENT)
    _draw_name(canvas)
    _draw_lines(canvas, _fitted(_showable(caption.text) or _showable(caption.otherwise)))
    below = (_MARGIN, SIZE[1] - 60)
    line = _showable(caption.below)
    if not _fits(line, _SMALL):
        line = _cut([line], _SMALL)[0]
    canvas.text(below, line, _INK_SOFT, _font(_SMALL), anchor="ls")
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_name(canvas: ImageDraw) -> None:
    """Draw static/img/polls.svg and the site's name beside it."""
    left, top, unit = _MARGIN, _MARGIN - 16, 2
    canvas.rounded_rectangle((left, top, left + 32 * unit, top + 32 * unit), 8 * unit, _ACCENT)
    for y, end in ((9.5, 23), (16, 18), (22.5, 14)):
        ends = (left + 9 * unit, top + y * unit, left + end * unit, top + y * unit)
        canvas.line(ends, _WHITE, 4 * unit)
        for x in ends[::2]:
            dot = (x - 2 * unit, ends[1] - 2 * unit, x + 2 * unit, ends[1] + 2 * unit)
            canvas.ellipse(dot, _WHITE)
    canvas.text((left + 84, top + 32), "Polls", _INK, _font(40), anchor="lm")


def _draw_lines(canvas: ImageDraw, fitted: _Fitted) -> None:
    height = round(fitted.size * _LEADING)
    top = (SIZE[1] - height * len(fitted.lines)) // 2 + 10
    for number, line in enumerate(fitted.lines):
        y = top + number * height + height // 2
        canvas.text((_MARGIN, y), line, _INK, _font(fitted.size), anchor="lm")


def _fitted(text: str) -> _Fitted:
    for size in _SIZES:
        lines = _wrapped(text, size)
        if len(lines) <= _most_lines(size):
            return _Fitted(size, lines)
    return _Fitted(size, _cut(lines[: _most_lines(size)], size))


def _most_lines(size: int) -> int:
    return int(_TEXT_HEIGHT // (size * _LEADING))


def _wrapped(text: str, size: int) -> list[str]:
    """Return the text in lines that fit; a word that does not is broken."""
    lines = [""]
    for word in text.split():
        rest = word
        if lines[-1] and _fits(f"{lines[-1]} {rest}", size):
            lines[-1] = f"{lines[-1]} {rest}"
            continue
        if lines[-1]:
            lines.append("")
        while not _fits(rest, size):
            taken = max(1, _count_fitting(rest, size))
            lines[-1], rest = rest[:taken], rest[taken:]
            lines.append("")
        lines[-1] = rest
    return lines


def _cut(lines: list[str], size: int) -> list[str]:
    last = lines[-1]
    while not _fits(f"{last}…", size):
        last = last[:-1]
    return [*lines[:-1], f"{last.rstrip()}…"]


def _fits(text: str, size: int) -> bool:
    return _font(size).getlength(text) <= _WIDTH


def _count_fitting(text: str, size: int) -> int:
    """Return how many of the first characters fit on a line."""
    lengths = range(1, len(text) + 1)
    return bisect(lengths, _WIDTH, key=lambda n: ceil(_font(size).getlength(text[:n])))


def _showable(text: str) -> str:
    """Return the text without symbols such as emoji; nothing if a letter cannot be shown."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in composed if unicodedata.category(c)[0] not in "SC" or _has(c))
    return " ".join(kept.split()) if all(c.isspace() or _has(c) for c in kept) else ""


@lru_cache(maxsize=2_000)
def _has(character: str) -> bool:
    mask = _font(_SIZES[0]).getmask
    return bytes(mask(character)) != bytes(mask("\U0010fffe"))  # what stands for a missing one


@lru_cache(maxsize=len(_SIZES) + 2)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    file = io.BytesIO(files(__package__).joinpath(FONT).read_bytes())
    # The plain layout, whatever libraries the machine has: so a picture is the same everywhere.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
