"""Texts that look the same, or that differ in capitals alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from polls.domain.text.characters import painted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_RAISED = re.compile("([²³¹\N{SUPERSCRIPT ZERO}-\N{LATIN SUBSCRIPT SMALL LETTER T}]+)")
"""Exponents and indices: “2⁵” is not “25”."""


@lru_cache(maxsize=1_000)  # a form's choices are compared twice, and some take 0.2 ms each
def look(text: str) -> str:
    """Return what texts have in common that look the same.

    That is their normal form NFKC (UAX 15), but for exponents and indices, without characters that
    are not painted, and with single spaces. “Café” is the same whether its accent is a character of
    its own or not, and letters are the same in their full width.
    """
    if text.isascii():
        return " ".join(text.split())
    parts = _RAISED.split(painted(text))
    parts[::2] = (unicodedata.normalize("NFKC", part) for part in parts[::2])
    return " ".join("".join(parts).split())


def folded(text: str) -> str:
    """Return what texts have in common that look the same but for capitals, as names do."""
    return unicodedata.normalize("NFC", look(text).casefold())


def groups(texts: Iterable[str], key: Callable[[str], str]) -> list[list[str]]:
    """Return the texts that have the same key, wherever there are several, in their order."""
    found: dict[str, list[str]] = {}
    for text in texts:
        found.setdefault(key(text), []).append(text)
    return [alike for alike in found.values() if len(alike) > 1]
