"""Who can come when: the names of voters by date and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.ballots.selections import Selection

MOST_DATES = 60
"""Dates with names: those of many, the best of very many."""

MOST = 50
"""Names listed with one answer to one date; the list of ballots has more of them."""


class Answer(NamedTuple):
    """Those who answered a date in the same way."""

    names: tuple[str, ...]
    """The first `MOST`."""
    left_out: int
    """How many more there are."""


class Signed(Protocol):
    """A ballot with a name."""

    @property
    def name(self) -> str:
        """Of the voter."""

    @property
    def selection(self) -> Selection:
        """Choices and their scores."""


def answers(ballots: Iterable[Signed]) -> dict[tuple[int, int], Answer]:
    """Return by the id of a date and its score who gave it, in the order of the ballots."""
    given: dict[tuple[int, int], list[str]] = {}
    for ballot in ballots:
        for choice, score in ballot.selection:
            given.setdefault((choice, score), []).append(ballot.name)
    return {
        answer: Answer(tuple(names[:MOST]), max(len(names) - MOST, 0))
        for answer, names in given.items()
    }
