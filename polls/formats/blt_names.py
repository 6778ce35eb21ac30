"""The names and the title at the end of a BLT file.

Most files have a name on each line, some with the party in quotes of its own behind it (Scottish
councils: `"Ann" "Party X"`). The authors of the format read word by word, so names can also stand
side by side. The lines decide where there are as many as names; otherwise each text in quotes is a
name. What could be read both ways, as other people, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.formats.errors import FormatError
from polls.formats.problems.blt import (
    BehindQuotes,
    NamesMiscounted,
    NamesMissing,
    OpenQuotes,
    PartyOrCandidate,
    TooManyNames,
    TwiceWithoutComment,
)
from polls.formats.reading.names import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.formats.blt_words import Words

_QUOTED = re.compile(r'"((?:[^"\\]++|\\.|"")*+)"')
"""A quote in it is written twice, or with a stroke before it."""
_ESCAPED = re.compile(r'\\(["\\])|""')


@dataclass(frozen=True)
class _Row:
    """A line of names, or what is left of the line on which the ballots end."""

    line: int
    texts: tuple[str, ...]
    is_quoted: bool

    @property
    def name(self) -> str:
        """Return the name that is alone on this line, with the party."""
        party = ", ".join(text for text in self.texts[1:] if text)
        return f"{self.texts[0]} ({party})" if party else self.texts[0]


def read(words: Words, size: int) -> tuple[tuple[str, ...], str]:
    """Return the names of `size` candidates, and the title if there is one."""
    ends_at = words.line
    rows: list[_Row] = []
    for line, text in words.rows():
        try:
            rows.append(_row(line, text))
        except FormatError as problem:
            raise problem.at(line) from None
    names = _names(rows, size, ends_at)
    for line, name in names[:size]:
        try:
            checked(name)
        except FormatError as problem:
            raise problem.at(line) from None
    _check_comments(words, names[:size])
    return tuple(name for _, name in names[:size]), names[size][1] if len(names) > size else ""


def _names(rows: Sequence[_Row], size: int, ends_at: int) -> list[tuple[int, str]]:
    """Return the names and the title, each with its line."""
    by_line = [(row.line, row.name) for row in rows]
    if len(rows) > size:
        title = rows[size]
        by_line[size] = (title.line, title.texts[0])  # some have a source and a comment behind it
    by_word = [(row.line, text) for row in rows for text in row.texts]
    possible = range(size, size + 2)
    is_by_line = len(by_line) in possible
    is_by_word = len(by_word) in possible and all(row.is_quoted for row in rows)
    if is_by_line and is_by_word and by_line != by_word:
        return _either(rows, by_word, ends_at)
    if is_by_line:
        return by_line
    if is_by_word:
        return by_word
    raise _miscounted(rows, size, ends_at)


def _either(
    rows: Sequence[_Row], by_word: list[tuple[int, str]], ends_at: int
) -> list[tuple[int, str]]:
    """Return the names of lines of which one has two texts: a party, or the next name."""
    double = next(row for row in rows if len(row.texts) > 1)
    if double is rows[-1] or rows[0].line == ends_at:
        return by_word
    first, second = double.texts
    raise FormatError(PartyOrCandidate(first, second), double.line)


def _miscounted(rows: Sequence[_Row], size: int, ends_at: int) -> FormatError:
    texts = sum(len(row.texts) for row in rows)
    if len(rows) > size:
        return FormatError(TooManyNames(size), rows[size + 1].line)
    if texts == len(rows):
        line = rows[-1].line if rows else ends_at
        return FormatError(NamesMissing(texts, size), line)
    return FormatError(NamesMiscounted(texts, size), rows[-1].line)


def _check_comments(words: Words, names: Sequence[tuple[int, str]]) -> None:
    """Refuse names that are the same without what looks like a comment, as “Team #1”."""
    seen: dict[str, int] = {}
    for line, name in names:
        other = seen.setdefault(name, line)
        if other != line and (words.has_comment(line) or words.has_comment(other)):
            raise FormatError(TwiceWithoutComment(name), line)


def _row(line: int, text: str) -> _Row:
    if not text.startswith('"'):
        return _Row(line, (text,), is_quoted=False)
    texts = _quoted(text)
    if texts is None:
        return _Row(line, (_between_outer_quotes(text),), is_quoted=True)
    if len(texts) == 1 and texts[0].startswith('""'):
        # A whole line that a spreadsheet put into quotes: """Ann"" ""Party X""".
        texts = _quoted(texts[0].replace('""', '"').strip()) or texts
    return _Row(line, tuple(map(_plain, texts)), is_quoted=True)


def _quoted(text: str) -> list[str] | None:
    """Return what is in quotes, or None where a text is not made of that alone."""
    texts: list[str] = []
    at = 0
    while at < len(text):
        found = _QUOTED.match(text, at)
        if not found:
            return None
        rest = text[found.end() : found.end() + 1]
        if rest and not rest.isspace():
            return None
        texts.append(found[1])
        at = found.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return texts


def _between_outer_quotes(text: str) -> str:
    """Return a name with quotes in it that were left as they are: `"Al "the" one"`."""
    first = _QUOTED.match(text)
    if first and text[first.end()].isspace():
        raise FormatError(BehindQuotes(text[first.end() :].strip()))
    if len(text) == 1 or not text.endswith('"'):
        raise FormatError(OpenQuotes(text))
    return text[1:-1]


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or '"', text)
