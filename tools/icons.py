#!/usr/bin/env python3
"""Draws the icons of the site in the sizes of browsers and phones, with the shapes of polls.svg."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "polls" / "static" / "img"
ACCENT, WHITE = "#1f6f5c", "#fff"
UNITS = 32
"""The width and height of the drawing."""

BARS = ((9.5, 23), (16, 18), (22.5, 14))
"""The middle and the end of each bar; all begin at 9 and are 4 thick."""

FINE = 8
"""How many times larger it is drawn than kept, for smooth edges."""


def icon(size: int, *, is_rounded: bool, scale: float = 1) -> Image.Image:
    """Return the icon, this many pixels wide; without round corners where a system cuts its own."""
    unit = size * FINE / UNITS
    picture = Image.new("RGBA", (size * FINE, size * FINE), None if is_rounded else ACCENT)
    canvas = ImageDraw.Draw(picture)
    if is_rounded:
        canvas.rounded_rectangle((0, 0, size * FINE - 1, size * FINE - 1), 8 * unit, ACCENT)
    for y, end in BARS:
        box = [_at(part, scale) * unit for part in (7, y - 2, end + 2, y + 2)]
        canvas.rounded_rectangle(box, 2 * unit * scale, WHITE)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _at(place: float, scale: float) -> float:
    middle = UNITS / 2
    return middle + (place - middle) * scale


def main() -> None:
    """Write the files that the manifest and the pages name."""
    for size in (192, 512):
        icon(size, is_rounded=True).quantize(32).save(FOLDER / f"icon-{size}.png", optimize=True)
    # Phones may cut away all but the middle four fifths of such an icon.
    whole = icon(512, is_rounded=False, scale=0.8).convert("RGB").quantize(32)
    whole.save(FOLDER / "icon-whole-512.png", optimize=True)
    touch = icon(180, is_rounded=False, scale=0.9).convert("RGB").quantize(32)
    touch.save(FOLDER / "icon-180.png", optimize=True)
    icon(48, is_rounded=True).save(FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
