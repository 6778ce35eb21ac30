"""Pages of a big screen: ten choices at a time, which the last row of a room can still read."""

from __future__ import annotations

from typing import NamedTuple

PAGE_SIZE = 10
"""Choices on a page, in letters of a thirtieth of the screen's height."""


class ScreenPage(NamedTuple):
    """One page of the choices of a question."""

    number: int
    """From 1 on."""
    choices: int
    """How many there are on all pages."""

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.choices // PAGE_SIZE))

    @property
    def rows(self) -> range:
        """The places of its choices, from 0 on."""
        start = (self.number - 1) * PAGE_SIZE
        return range(start, min(start + PAGE_SIZE, self.choices))

    @property
    def previous(self) -> int:
        """The page before it; before the first one comes the last."""
        return self.number - 1 or self.last

    @property
    def following(self) -> int:
        """The page after it; after the last one comes the first."""
        return self.number % self.last + 1


def page_of(number: int, count: int) -> ScreenPage:
    """Return the page with this number of so many choices; the last one if there are fewer."""
    return ScreenPage(max(1, min(number, ScreenPage(1, count).last)), count)
