"""Lists as people type or paste them: an entry a line."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING

from polls.domain.questions.questions import NewChoice
from polls.domain.text.characters import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_BULLET = re.compile(r"(?:[-*+•‣▪●◦·–—]|\[[ xX]?\])\s+")  # noqa: RUF001 - dashes are bullets too
_NUMBER = re.compile(r"\(?(\d{1,3})(?:[.):]\s+|\t\s*)")
_STROKES = re.compile(r"\s([|｜]+)(?=\s|$)")  # noqa: RUF001 - keyboards of East Asia write it wide
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def lines(text: str) -> list[str]:
    """Return the entries of a list without what a document put before them.

    Lines with nothing to see are left out; tabs and runs of spaces become one space. A bullet is
    one only at the start of a line and before a space: “Rot - Grün” has none. Numbers are taken
    away if they count the entries, 1, 2, 3, and the entries differ without them: “1. May” and
    “2. May” are dates.
    """
    found = [_without_bullet(line.strip()) for line in text.splitlines()]
    entries = [entry for entry in map(str.strip, found) if is_visible(entry)]
    return [" ".join(entry.split()) for entry in _without_numbers(entries)]


def choice(line: str) -> NewChoice:
    """Read a choice with its longer description and its link: “Tea | black | https://…”.

    Both may be missing, or empty: “Tea | | https://…”. A stroke counts with a space on each side
    of it, and so do several together.
    """
    text, *rest = (part.strip() for part in _STROKES.split(line))
    parts = _without_empty_end(zip(rest[::2], rest[1::2], strict=True))
    link = parts.pop()[1] if parts and _ADDRESS.fullmatch(parts[-1][1]) else None
    said = list(dropwhile(_is_empty, _without_empty_end(parts)))
    first = [part for _, part in said[:1]]
    description = " ".join([*first, *(f"{strokes} {part}" for strokes, part in said[1:])])
    return NewChoice(text=text, description=description or None, link=link)


def line(choice: NewChoice) -> str:
    """Return the line that says a choice, as `choice` reads it."""
    described = [choice.description or ""] if choice.description or choice.link else []
    return " | ".join([choice.text, *described, *filter(None, [choice.link])])


def _without_empty_end(parts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return strokes with what is behind each, without those that nothing comes after."""
    kept = list(parts)
    while kept and _is_empty(kept[-1]):
        kept.pop()
    return kept


def _is_empty(part: tuple[str, str]) -> bool:
    return not is_visible(part[1])


def _without_bullet(line: str) -> str:
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _without_numbers(entries: list[str]) -> list[str]:
    numbers = [_NUMBER.match(entry) for entry in entries]
    counting = [str(number) for number in range(1, len(entries) + 1)]
    if [found and found[1] for found in numbers] != counting:
        return entries
    bare = [entry[found.end() :] for entry, found in zip(entries, numbers, strict=True) if found]
    return bare if len(set(bare)) == len(bare) and all(map(is_visible, bare)) else entries
