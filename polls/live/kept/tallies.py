"""Tallies that are kept: what a commit adds is read from the ledger, not the ledger anew."""

from __future__ import annotations

import asyncio
import time
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, ParamSpec, TypeVar

from polls.bulkheads import Bulkhead
from polls.db import steps
from polls.domain.errors import Absence, UnavailableError
from polls.domain.results import tallies

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from polls.bulkheads import InThread
    from polls.db.engines.changes import Change
    from polls.db.engines.database import Database
    from polls.db.steps import Step
    from polls.domain.questions.questions import Question
    from polls.domain.results.tallies import Tally

Given = ParamSpec("Given")
Outcome = TypeVar("Outcome")

SLICE = 5_000
"""Positions of a ledger read at once: on SQLite the event loop does nothing else meanwhile, for
one or two milliseconds. Their selections are decoded in one go, which holds the interpreter's lock
for as long again."""

FEW = 10_000
"""Characters of ballots that are decoded and added in less time than a thread takes to begin."""

CAPACITY = 1_500_000
"""Distinct selections kept, of all questions together, and pairs of choices, of which a result may
have a number each: some 300 MB with ten ranks on each. The question that is being counted is kept
whatever it takes."""

ATTEMPTS = 3
"""Times that a count begins anew because the ledger has become another one."""


class TallyReading(NamedTuple, Generic[Outcome]):
    """What was made of a tally, and how long it took."""

    state: Hashable
    """What else it depends on."""
    length: int
    """Of the ledger."""
    outcome: Outcome
    ended_at: float
    """By the monotonic clock."""
    seconds: float
    """How long it took."""


class KeptTally:
    """The tally of one question and what was last made of it, for one reader at a time."""

    def __init__(self, question: Question, add_in_thread: InThread) -> None:
        self._lock = asyncio.Lock()
        self.readers = 0
        """Who read it or wait for that: one at a time does."""
        self.add_in_thread = add_in_thread
        """What adds ballots that are many."""
        self.forget(question)

    def forget(self, question: Question) -> None:
        """Be the tally of no ballots."""
        self.tally: Tally = tallies.empty(question)
        self.length = 0
        """Of the ledger that it is the tally of."""
        self.last: bytes | None = None
        """The nonce of the last ballot of that ledger, by which it is known again."""
        self._made: dict[type, TallyReading[Any]] = {}
        """By the class of the outcome, what was last made."""

    @property
    def size(self) -> int:
        """What it takes of the capacity."""
        return len(self.tally.weights) + len(self.tally.candidates) ** 2

    def made(self, kind: type[Outcome], state: Hashable) -> TallyReading[Outcome] | None:
        """Return what was last made of this kind, if that was in this state."""
        made = self._made.get(kind)
        return made if made and made.state == state else None

    async def make(self, state: Hashable, making: Awaitable[Outcome]) -> TallyReading[Outcome]:
        """Wait for what is made of the tally, and keep it."""
        began = time.monotonic()
        outcome = await making
        ended = time.monotonic()
        made = TallyReading(state, self.length, outcome, ended, ended - began)
        self._made[type(outcome)] = made
        return made

    async def read(
        self,
        database: Database,
        question: Question,
        length: int,
        read: Callable[[KeptTally], Awaitable[Outcome]],
        state: Hashable,
    ) -> Outcome:
        """Do what `Tallies.read` says, when the readers before have done so."""
        async with self._lock:
            is_too_long = (
                length < self.length and state is not None and not self._was_seen_in(state)
            )
            if is_too_long or not self.tally.fits(question):
                self.forget(question)
            await _advance(database, question, self, max(length, self.length))
            return await read(self)

    def leave(self, _reading: object) -> None:
        """Have a reader less."""
        self.readers -= 1

    def _was_seen_in(self, state: Hashable) -> bool:
        """Whether something was made of it in this state."""
        return any(made.state == state for made in self._made.values())


class Tallies:
    """Keeps the tallies of the questions that were counted last, by their ids; counts in threads.

    Args:
        adding: where ballots are added that are many.
        counting: where the counts run that take long.
    """

    def __init__(self, adding: Bulkhead | None = None, counting: Bulkhead | None = None) -> None:
        self._kept: dict[int, KeptTally] = {}
        self._adding = (adding or Bulkhead(threads=1)).on_behalf_of(None)  # they are everybody's
        self._counting = counting or Bulkhead(threads=1)
        self._owner: str | None = None

    def asked_by(self, network: str | None) -> Tallies:
        """Return the same tallies, whose counts are on behalf of who asks from this network."""
        same = copy(self)
        same._owner = network  # noqa: SLF001 - it is one of these
        return same

    async def count(
        self,
        function: Callable[Given, Outcome],
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Outcome:
        """Return what a function makes of tallies that takes long, from a thread.

        Raises:
            TooMuchAtOnceError: too much is counted already for who asks.
            BusyError: too much is counted for others.
        """
        return await self._counting.run(self._owner, function, *args, **options)

    def changed(self, change: Change | None) -> None:
        """Forget everything when anything may have changed: a backup may have been brought back."""
        if change is None:
            self._kept.clear()

    def find(self, question: Question) -> KeptTally | None:
        """Return what is kept of a question, if anything is."""
        return self._kept.get(question.id)

    async def read(
        self,
        database: Database,
        question: Question,
        length: int,
        read: Callable[[KeptTally], Awaitable[Outcome]],
        *,
        state: Hashable = None,
    ) -> Outcome:
        """Return what `read` makes of the ballots that counted when the ledger had this length.

        If somebody has read more ballots already, it gets those: whoever asks for less has read
        the question before somebody else did. Its lock is held meanwhile. Who waits may give up;
        the reading goes on to its end, or nobody patient would ever have it.

        Args:
            database: where the ledger is.
            question: whose it is.
            length: of the ledger.
            read: is given what is kept, up to date.
            state: in which the longer tally must have been read before to be given (None: any);
                in another one it may have more ballots than may be seen.

        Raises:
            UnavailableError: the database is away, or the ledger is not as long by now, or becomes
                another again and again.
        """
        kept = self._of(question)
        kept.readers += 1
        reading = asyncio.ensure_future(kept.read(database, question, length, read, state))
        reading.add_done_callback(kept.leave)
        return await asyncio.shield(reading)

    def _of(self, question: Question) -> KeptTally:
        kept = self._kept.pop(question.id, None) or KeptTally(question, self._adding)
        self._kept[question.id] = kept  # as the last one used
        self._make_room()
        return kept

    def _make_room(self) -> None:
        size = sum(kept.size for kept in self._kept.values())
        while size > CAPACITY and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            size -= self._kept.pop(oldest).size


async def _advance(
    database: Database,
    question: Question,
    kept: KeptTally,
    length: int,
) -> None:
    """Bring a tally up to the ballots that counted when the ledger had this length.

    It gets there in steps, and after each it is the tally of the ledger at some length: if the
    database goes away, what was read so far is kept. It begins anew if the ledger that it is of is
    no more: a draft was edited, or a backup brought back.

    Args:
        database: where the ledger is.
        question: whose it is.
        kept: locked.
        length: not less than that of the tally.

    Raises:
        UnavailableError: the ledger is not as long by now, or becomes another again and again.
    """
    attempts = 1
    while True:
        following = min(kept.length + SLICE, length)
        step = await database.look_up(steps.find, question.id, kept.length, following)
        if step.before == kept.last:
            await _take(kept, question, step, following)
            if following == length:
                return
            await asyncio.sleep(0)  # SQLite's statements wait for nothing: let votes through
        elif attempts < ATTEMPTS:
            attempts += 1
            kept.forget(question)
        else:
            raise UnavailableError(Absence.BALLOTS_CHANGED)


async def _take(kept: KeptTally, question: Question, step: Step, length: int) -> None:
    if length and step.last is None:
        raise UnavailableError(Absence.BALLOTS_CHANGED)
    try:
        if len(step.come or "") + len(step.gone or "") > FEW:
            await kept.add_in_thread(_add, kept.tally, step)
        else:
            _add(kept.tally, step)
    except BaseException:  # whatever it is, the tally may be half of one and half of another
        kept.forget(question)
        raise
    kept.length, kept.last = length, step.last


def _add(tally: Tally, step: Step) -> None:
    tally.add(steps.groups(step.gone), sign=-1)
    tally.add(steps.groups(step.come))
