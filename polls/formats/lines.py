"""A text as its lines: numbered, without comments, and names as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.formats.problems import MAX_CHOICES, FormatError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The byte order mark, as some programs put it before the first line."""


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers from 1."""
    for number, line in enumerate(text.removeprefix(MARK).splitlines(), 1):
        if line.strip():
            yield number, line.strip()


class Names(dict[str, int]):
    """The choices by name, in their order; more can come while ballots are read."""

    def __init__(self) -> None:
        super().__init__()
        self.may_grow = True
        """Whether a name that a ballot has first is a new choice."""

    def add(self, name: str, line: int) -> int:
        """Add a choice; refuse a name that is there already."""
        if name in self:
            raise FormatError(line, f"the choice {shown(name)} is there twice")
        if len(self) >= MAX_CHOICES:
            raise FormatError(line, f"there are more than {MAX_CHOICES:,} choices")
        if not name:
            raise FormatError(line, "a choice has no name")
        self[name] = len(self)
        return self[name]

    def number(self, name: str, line: int) -> int:
        """Return a choice that a ballot names."""
        if name in self:
            return self[name]
        if not self.may_grow:
            raise FormatError(line, f"there is no choice {shown(name)}")
        return self.add(name, line)
