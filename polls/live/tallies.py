"""Tallies that are kept: what a commit adds is read from the ledger, not the ledger anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from polls.db import tallies as table
from polls.domain import tallies

if TYPE_CHECKING:
    from collections.abc import Hashable

    from polls.db.changes import Change
    from polls.db.database import Database
    from polls.domain.questions import Question
    from polls.domain.results import Result
    from polls.domain.tallies import Group, Tally

SLICE = 2_000
"""Positions of a ledger read at once: on SQLite the event loop does nothing else meanwhile, for
some ten milliseconds."""

MOST_KINDS = 1_500_000
"""Distinct selections kept, of all questions together: some 300 MB with ten ranks on each. The
question that is being counted is kept whatever it takes."""


class Kept:
    """The tally of one question, for one reader at a time: whoever has its lock."""

    def __init__(self, tally: Tally) -> None:
        self.lock = asyncio.Lock()
        self.tally = tally
        self.length = 0
        """Of the ledger that it is the tally of."""
        self.result: KeptResult | None = None
        """What it was last counted to."""


class KeptResult(NamedTuple):
    """A result, and how long it will do."""

    state: Hashable
    """What else it depends on: what the organiser changes, and whether voting has ended."""
    length: int
    """Of the ledger."""
    result: Result
    rests_until: float
    """Before this moment of the monotonic clock it should not be counted again."""


class _Name(NamedTuple):
    question_id: int
    is_draft: bool
    """A draft's ballots are wiped when it opens, and another ledger begins."""
    candidates: tuple[int, ...]


class Tallies:
    """Keeps the tallies of the questions that were counted last."""

    def __init__(self) -> None:
        self._kept: dict[_Name, Kept] = {}

    def changed(self, change: Change | None) -> None:
        """Forget everything when anything may have changed: a backup may have been brought back."""
        if change is None:
            self._kept.clear()

    def of(self, question: Question) -> Kept:
        """Return what is kept of a question: to be locked, then brought up to date."""
        empty = tallies.empty(question)
        name = _Name(question.id, question.is_draft, empty.candidates)
        kept = self._kept.pop(name, None) or Kept(empty)
        self._kept[name] = kept  # as the last one used
        self._make_room()
        return kept

    def _make_room(self) -> None:
        kinds = sum(len(kept.tally.weights) for kept in self._kept.values())
        while kinds > MOST_KINDS and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            kinds -= len(self._kept.pop(oldest).tally.weights)


async def advance(database: Database, question: Question, kept: Kept, length: int) -> None:
    """Bring a tally up to the ballots that counted when the ledger had this length.

    The ledger only grows, so that moment can be read later, in as many transactions as it takes.
    All groups are read before the first one is added: if the database goes away, it is as it was.

    Args:
        database: where the ledger is.
        question: whose it is.
        kept: locked.
        length: not more than the ledger has.
    """
    if length < kept.length:
        kept.tally, kept.length = tallies.empty(question), 0
    before = kept.length
    if length == before:
        return
    gone = await database.read(table.replaced, question.id, before, length) if before else []
    come = []
    for first in range(before, length, SLICE):
        following = min(first + SLICE, length)
        come += await database.read(table.counting, question.id, first, following, length)
        await asyncio.sleep(0)  # SQLite's statements do not wait for anything: let votes through
    if len(come) + len(gone) > SLICE:
        await asyncio.to_thread(_replace, kept.tally, gone, come)
    else:
        _replace(kept.tally, gone, come)
    kept.length = length


def _replace(tally: Tally, gone: list[Group], come: list[Group]) -> None:
    tally.add(gone, sign=-1)
    tally.add(come)
