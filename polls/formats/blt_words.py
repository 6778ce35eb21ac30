"""The words of a BLT file, one after the other, and where in the file each stands."""

from __future__ import annotations

import re
from operator import length_hint
from typing import TYPE_CHECKING

from polls.formats.errors import FormatError
from polls.formats.reading import comments, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.formats.problems.blt import BltProblem

_WORD = re.compile(r"\S+")
_BRACKETED = re.compile(r"[\[\]()]|[^\s\[\]()]+")
"""Where there are brackets: each is a word of its own."""


class Words:
    """Hands out words; lines mean nothing, except that names can be read line by line after."""

    def __init__(self, text: str) -> None:
        self._raw = lines.plain(text).split("\n")
        self._lines = comments.without("\n".join(self._raw)).split("\n")
        self.line = 0
        """The number of the line of the last word, from 1."""
        self._words: list[str] = []
        self._left: Iterator[str] = iter(())

    def next(self, missing: BltProblem) -> str:
        """Return the next word; `missing` says what is wrong should there be none."""
        word = next(self._left, None)
        while word is None:
            if self.line == len(self._lines):
                raise FormatError(missing)
            self._turn()
            word = next(self._left, None)
        return word

    @property
    def is_last_of_line(self) -> bool:
        """Tell whether nothing stands on the line behind the last word."""
        return not length_hint(self._left)

    @property
    def number(self) -> int:
        """Return how many words of the line have been handed out."""
        return len(self._words) - length_hint(self._left)

    def column(self, line: int, number: int) -> int | None:
        """Return where on its line a word stands that was handed out, from 1.

        It takes a time in proportion to the line: ask for faults only.
        """
        found = self._places(line)[number - 1 : number]
        return found[0].start() + 1 if found else None

    def rows(self) -> list[tuple[int, str]]:
        """Return what comes after the last word, as lines that are not empty."""
        rest = self._lines[self.line - 1][self._places(self.line)[self.number - 1].end() :]
        rows = [(self.line, rest), *enumerate(self._lines[self.line :], self.line + 1)]
        return [(line, row.strip()) for line, row in rows if row and not row.isspace()]

    def has_comment(self, line: int) -> bool:
        """Tell whether a comment was taken out of a line."""
        return self._raw[line - 1] != self._lines[line - 1]

    def _turn(self) -> None:
        text = self._lines[self.line]
        self.line += 1
        self._words = _BRACKETED.findall(text) if _has_brackets(text) else text.split()
        self._left = iter(self._words)

    def _places(self, line: int) -> list[re.Match[str]]:
        text = self._lines[line - 1] if line else ""
        pattern = _BRACKETED if _has_brackets(text) else _WORD
        return list(pattern.finditer(text))


def _has_brackets(text: str) -> bool:
    return "(" in text or ")" in text or "[" in text or "]" in text
