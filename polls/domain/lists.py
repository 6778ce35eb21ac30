"""Lists as people type or paste them: an entry a line."""

from __future__ import annotations

import re

from polls.domain.questions import NewChoice

_BULLET = re.compile(r"(?:[-*+•‣▪●◦·–—]|\[[ xX]?\])\s+")  # noqa: RUF001 - dashes are bullets too
_NUMBER = re.compile(r"\(?(\d{1,3})(?:[.):]\s+|\t\s*)")
_SEPARATOR = re.compile(r"\s\|(?:\s|$)")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def lines(text: str) -> list[str]:
    """Return the entries of a list without what a document put before them.

    Empty lines are left out; tabs and runs of spaces become one space. A bullet is one only at the
    start of a line and before a space: “Rot - Grün” has none. Numbers are taken away if they count
    the entries, 1, 2, 3, and the entries differ without them: “1. May” and “2. May” are dates.
    """
    found = [_without_bullet(line.strip()) for line in text.splitlines()]
    entries = [entry for entry in map(str.strip, found) if entry]
    return [" ".join(entry.split()) for entry in _without_numbers(entries)]


def choice(line: str) -> NewChoice:
    """Read a choice with its longer description and its link: “Tea | black | https://…”.

    Both may be missing; a stroke counts with a space on each side of it.
    """
    text, *rest = (part.strip() for part in _SEPARATOR.split(line))
    link = rest.pop() if rest and _ADDRESS.fullmatch(rest[-1]) else None
    return NewChoice(text=text, description=" | ".join(filter(None, rest)) or None, link=link)


def _without_bullet(line: str) -> str:
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _without_numbers(entries: list[str]) -> list[str]:
    numbers = [_NUMBER.match(entry) for entry in entries]
    counting = [str(number) for number in range(1, len(entries) + 1)]
    if [found and found[1] for found in numbers] != counting:
        return entries
    bare = [entry[found.end() :] for entry, found in zip(entries, numbers, strict=True) if found]
    return bare if len(set(bare)) == len(bare) and all(bare) else entries
