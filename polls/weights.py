"""Weights in headers that say what a client prefers (RFC 9110, section 12.4.2)."""

from __future__ import annotations

_BROKEN = 0.0
"""The weight of an entry whose weight cannot be read: it asks for nothing."""


def weight(entry: str) -> float:
    """Return the weight of an entry such as `text/html;q=0.5`, from 0 to 1; without one, 1."""
    for parameter in entry.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return _read(value)
    return 1.0


def _read(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return _BROKEN
    return found if 0 <= found <= 1 else _BROKEN
