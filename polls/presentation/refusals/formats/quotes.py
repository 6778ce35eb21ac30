"""Parts of a file, as sentences about it have them."""

from __future__ import annotations

_SHOWN = 60


def shown(text: str) -> str:
    """Return a part of a file as a message can show it: short, on one line, nothing hidden."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
