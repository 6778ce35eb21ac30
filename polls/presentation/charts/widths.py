"""How wide words are drawn at the most, and what of them fits into a room.

A server does not know the fonts of its readers. The figures are the advance widths of DejaVu Sans
Bold, the widest of the fonts that `--sans` in static/css/tokens.css leads to.
"""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("fijlrtIJ.,:;'!|()[]-/ \N{NO-BREAK SPACE}")
_WIDE = frozenset("mwMW@%…ЖМФШЩЫЮЖжмфшщыю")
_CLASSES = {"Lu": 0.85, "Nd": 0.7, "Mn": 0.0, "Me": 0.0, "Cf": 0.0}
_OTHER = 0.72
_FULL = 1.1


def width(text: str, size: float) -> float:
    """Return how wide a text is at the most, in pixels, in bold letters of a size."""
    return size * sum(map(_em, text))


def shortened(text: str, size: float, room: float) -> str:
    """Return as much of a text as fits into a room, with an ellipsis for the rest."""
    if width(text, size) <= room:
        return text
    taken, left = 0, room - width("…", size)
    for character in text:
        left -= size * _em(character)
        if left < 0:
            break
        taken += 1
    return f"{text[:taken].rstrip()}…"


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.5
    if character in _WIDE or unicodedata.east_asian_width(character) in "WF":
        return _FULL
    return _CLASSES.get(unicodedata.category(character), _OTHER)
