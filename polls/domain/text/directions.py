"""Right-to-left texts in plain sentences (Unicode Standard Annex #9, explicit isolates)."""

from __future__ import annotations

import unicodedata

_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def isolated(text: str) -> str:
    """Return a text that somebody wrote for a place in a sentence where no markup can be.

    One in Hebrew or Arabic is put between marks that keep the sentence around it in its order;
    they cannot be seen. Any other one is returned as it is. On pages `<bdi>` and `dir` do the same.
    """
    is_left_to_right = text.isascii() or _RIGHT_TO_LEFT.isdisjoint(
        map(unicodedata.bidirectional, text)
    )
    return text if is_left_to_right else f"{_ISOLATE}{text}{_END}"
