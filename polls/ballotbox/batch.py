"""A batch: where it is cut from the queue, and what it does to the tables. No I/O, no clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from polls.domain.ballots import Outcome, Selection, check_selection
from polls.domain.errors import (
    AlreadyVotedError,
    PollsError,
    QuestionClosedError,
    QuestionNotFoundError,
)

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Mapping

    from polls.domain.ballots import Ballot

T = TypeVar("T")

LARGEST = 1_000
"""Ballots in one transaction: past a few hundred a larger batch is no faster, only slower to
answer."""

WORTHWHILE = 32
"""Ballots that share a commit well: more make it little cheaper to each."""


def is_worthwhile(waiting: int) -> bool:
    """Whether so many ballots should be written without a look for more."""
    return waiting >= WORTHWHILE


def cut(waiting: deque[T]) -> list[T]:
    """Take the next batch from the front of the queue: a few as they are, of a crowd one half.

    While that half is committed the server answers and receives the other half: two halves take
    turns, and neither the processor nor the disk waits for the other.
    """
    half = (len(waiting) + 1) // 2
    size = min(len(waiting), max(half, WORTHWHILE), LARGEST)
    return [waiting.popleft() for _ in range(size)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a question's locked row says, as far as it decides about ballots."""

    question_id: int
    is_published: bool
    is_closed: bool
    may_change: bool
    ballot_count: int
    choice_ids: frozenset[int]


@dataclass(slots=True)
class Entry:
    """A new row of a ledger. Its position is given at the end, when all entries are shuffled."""

    question_id: int
    key_hash: bytes
    selection: Selection
    weight: int = 1
    name: str | None = None
    position: int = -1
    replaced_by: Entry | None = None


@dataclass(slots=True)
class Plan:
    """What one transaction is to write."""

    entries: list[Entry] = field(default_factory=list)
    replaced: list[tuple[int, int, Entry]] = field(default_factory=list)
    """(question id, position, the entry that takes its place) of ballots written earlier."""
    deltas: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Choice id → change of its votes."""
    added: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Question id → number of new ballots."""
    voters: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Question id → number of those that replace none."""


Standing = tuple["int | Entry", Selection]
"""Where a voter's current ballot is (a position written earlier, or this plan's entry)."""


class Planner:
    """Decides about the ballots of one batch, in the order in which they came.

    Args:
        rules: by question key; a key that is missing has no question.
        standing: (question id, key hash) → the current ballot of that voter, as stored.
    """

    def __init__(
        self,
        rules: Mapping[str, Rules],
        standing: Mapping[tuple[int, bytes], tuple[int, Selection]],
    ) -> None:
        self._rules = rules
        self._standing: dict[tuple[int, bytes], Standing] = dict(standing)
        self.plan = Plan()

    def decide(self, ballot: Ballot, key_hash: bytes) -> Outcome | PollsError:
        """Plan what this ballot changes and say how it is answered."""
        try:
            return self._admit(ballot, key_hash)
        except PollsError as refusal:
            return refusal

    def finish(self, shuffle: Callable[[list[Entry]], None]) -> Plan:
        """Give every entry its position, without gaps and in an order that tells nothing."""
        shuffle(self.plan.entries)
        following = {rules.question_id: rules.ballot_count for rules in self._rules.values()}
        for entry in self.plan.entries:
            entry.position = following[entry.question_id]
            following[entry.question_id] += 1
        return self.plan

    def _admit(self, ballot: Ballot, key_hash: bytes) -> Outcome:
        rules = self._rules.get(ballot.question_key)
        if rules is None or not rules.is_published:
            raise QuestionNotFoundError
        standing = self._standing.get((rules.question_id, key_hash))
        if standing and standing[1] == ballot.selection:
            return Outcome.SAME  # even after the end: the retry of a counted vote is told so
        if rules.is_closed:
            raise QuestionClosedError
        check_selection(ballot.selection, rules.choice_ids)
        if standing and not rules.may_change:
            raise AlreadyVotedError
        self._write(rules.question_id, key_hash, ballot.selection, standing)
        return Outcome.CHANGED if standing else Outcome.NEW

    def _write(
        self,
        question_id: int,
        key_hash: bytes,
        selection: Selection,
        standing: Standing | None,
    ) -> None:
        entry = Entry(question_id, key_hash, selection)
        plan = self.plan
        plan.entries.append(entry)
        plan.added[question_id] += 1
        for choice_id in selection:
            plan.deltas[choice_id] += 1
        if standing is None:
            plan.voters[question_id] += 1
        else:
            place, earlier = standing
            for choice_id in earlier:
                plan.deltas[choice_id] -= 1
            if isinstance(place, Entry):
                place.replaced_by = entry
            else:
                plan.replaced.append((question_id, place, entry))
        self._standing[question_id, key_hash] = (entry, selection)
