"""What is copied along behind a link: the punctuation of its sentence, and what cannot be seen."""

from __future__ import annotations

_ENDS = frozenset("-_")
"""Beside letters and digits: what a secret may end with."""


def without_tail(link: str) -> str:
    """Return a link, or the end of one, without what stands behind its last letter or digit."""
    end = len(link)
    while end and not (link[end - 1].isalnum() or link[end - 1] in _ENDS):
        end -= 1
    return link[:end]
