"""The names of the choices in a file, as a table that says which number each has."""

from __future__ import annotations

import unicodedata

from polls.formats.errors import FormatError
from polls.formats.problems.common import (
    CommonFault,
    ListedTwice,
    NameTooLong,
    NearlyAlike,
    TooManyChoices,
)
from polls.formats.reading.limits import MAX_CHOICES, MAX_NAME

_AROUND = "()[]{}\"'“”„«» "
"""Brackets and quotes that stand around a name, and do not belong to it."""


class Names(dict[str, int]):
    """The choices by name, in their order; more can come while ballots are read."""

    def __init__(self) -> None:
        super().__init__()
        self._alike: dict[str, str] = {}

    def add(self, name: str) -> int:
        """Add a choice; refuse a name that is there already."""
        if name in self:
            raise FormatError(ListedTwice(name))
        if len(self) >= MAX_CHOICES:
            raise FormatError(TooManyChoices(MAX_CHOICES))
        self[checked(name)] = len(self)
        self.note(name)
        return self[name]

    def note(self, name: str) -> None:
        """Remember another name of a choice, which ballots should write as it is."""
        self._alike.setdefault(_folded(name), name)

    def known(self, name: str) -> int | None:
        """Return the choice that a ballot names, or None if there is no such choice.

        A name that differs from another only in what is easily overlooked is refused: whoever
        wrote it meant that other choice, which would lose these votes.
        """
        if name in self:
            return self[name]
        other = self._alike.get(_folded(name))
        if other is not None:
            raise FormatError(NearlyAlike(name, other))
        return None

    def grown(self, name: str) -> int:
        """Return the choice that a ballot names, a new one if it is named for the first time."""
        number = self.known(name)
        return self.add(name) if number is None else number


def checked(name: str) -> str:
    """Return the name of a choice; refuse one that says nothing, or that no table has room for."""
    if not name:
        raise FormatError(CommonFault.NO_NAME)
    if len(name) > MAX_NAME:
        raise FormatError(NameTooLong(len(name), MAX_NAME))
    return name


def _folded(name: str) -> str:
    """Return a name without case, widths, accents put on separately, doubled spaces and quotes."""
    plain = unicodedata.normalize("NFKC", name[: MAX_NAME + 1]).casefold()
    return " ".join(plain.split()).strip(_AROUND)
