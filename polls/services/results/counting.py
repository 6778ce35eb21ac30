"""The result of a question from its ledger, counted no more often than it pays."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.rules import Voters
from polls.domain.results import results, tallies
from polls.domain.results.results import Result

if TYPE_CHECKING:
    from collections.abc import Hashable

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.domain.results.tallies import Tally
    from polls.live import KeptTally, Tallies, TallyReading

MANY_MARKS = 20_000
MANY_CHOICES = 30
"""Distinct selections times choices, and choices that are compared in pairs and rounds, whose count
takes some milliseconds: a thread of its own does that."""

LONG_SECONDS = 0.05
RESTS = 4
"""A count that takes longer than `LONG_SECONDS` rests so many times as long before the next one
while voting goes on: votes need the processor, too."""


class Counted(NamedTuple):
    """A result, perhaps that of a moment before."""

    result: Result
    newer_at: datetime | None = None
    """When a newer one may be asked for, if there are more ballots by now."""


async def count(
    database: Database,
    kept: Tallies,
    question: Question,
    length: int,
    *,
    is_closed: bool,
) -> Counted:
    """Return the result that the ledger made when it had this length.

    While voting goes on, that of a moment before if its count takes long.

    Raises:
        UnavailableError: the database is away, or the ballots are deleted meanwhile.
    """
    if question.rules.is_single and question.rules.voters is not Voters.INVITED:
        return Counted(results.read(question, tallies.running(question), is_closed=is_closed))
    question = question.without_counts()
    state = (_without_growth(question), is_closed)
    before = kept.find(question)
    known = before.made(Result, state) if before else None
    if before and known and before.readers and _rest(known, is_closed=is_closed):
        return _rested(known, known.seconds)  # it is being counted anew
    read = partial(_counted, kept, question, state, is_closed=is_closed)
    return await kept.read(database, question, length, read, state=state)


async def _counted(
    all_kept: Tallies,
    question: Question,
    state: Hashable,
    kept: KeptTally,
    *,
    is_closed: bool,
) -> Counted:
    known = kept.made(Result, state)
    if known and known.length == kept.length:
        return Counted(known.outcome)
    if known and (seconds := _rest(known, is_closed=is_closed)) > 0:
        return _rested(known, seconds)
    made = await kept.make(state, _read(all_kept, question, kept.tally, is_closed=is_closed))
    return Counted(made.outcome)


async def _read(all_kept: Tallies, question: Question, tally: Tally, *, is_closed: bool) -> Result:
    choices = len(tally.candidates)
    if choices > MANY_CHOICES or choices * len(tally.weights) > MANY_MARKS:
        return await all_kept.count(results.read, question, tally, is_closed=is_closed)
    return results.read(question, tally, is_closed=is_closed)


def _rest(known: TallyReading[Result], *, is_closed: bool) -> float:
    """Return for how many seconds a result should do."""
    if is_closed or known.seconds <= LONG_SECONDS:
        return 0
    return known.ended_at + RESTS * known.seconds - time.monotonic()


def _rested(known: TallyReading[Result], seconds: float) -> Counted:
    return Counted(known.outcome, datetime.now(UTC) + timedelta(seconds=seconds))


def _without_growth(question: Question) -> Question:
    """Return a question without what every ballot changes."""
    return replace(question, ballot_count=0, vote_count=0, released_count=0, version=0)
