"""A text as its lines, numbered from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.text.characters import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The byte order mark, as some programs put it before the first line."""


def plain(text: str) -> str:
    """Return a text without a byte order mark, each line ended by a line feed alone.

    Only CR, LF and both together end a line. Other signs that Python takes for line ends can be
    in a name.
    """
    text = text.removeprefix(MARK)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that have something to see, with their numbers from 1."""
    for number, line in enumerate(plain(text).split("\n"), 1):
        if line and not line.isspace() and (line.isascii() or is_visible(line)):
            yield number, line
