"""The result of a question from its ledger, counted no more often than it pays."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.rules import Voters
from polls.domain.results import results, tallies
from polls.live import KeptResult, advance

if TYPE_CHECKING:
    from collections.abc import Hashable

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.live import Kept, Tallies

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
    counting = _count(database, kept, question, length, is_closed=is_closed)
    # Who waits may give up; the count goes on to its end, or nobody patient would ever have it.
    return await asyncio.shield(asyncio.ensure_future(counting))


async def _count(
    database: Database,
    all_kept: Tallies,
    question: Question,
    length: int,
    *,
    is_closed: bool,
) -> Counted:
    kept = all_kept.of(question)
    question = question.without_counts()
    state = (_without_growth(question), is_closed)
    known = _known(kept, state)
    if known and kept.lock.locked() and _rest(known, is_closed=is_closed):
        return _rested(known, known.seconds)  # it is being counted anew
    async with kept.lock:
        known = kept.result = _known(kept, state)
        if not kept.tally.fits(question) or (length < kept.length and not known):
            kept.forget(question)
        # If the organiser did nothing in between, whoever asks for less than is known has read
        # the question before somebody else did.
        length = max(length, kept.length)
        await advance(database, question, kept, length)
        known = kept.result  # none, if the ledger has become another one
        if known and known.length == length:
            return Counted(known.result)
        if known and (seconds := _rest(known, is_closed=is_closed)) > 0:
            return _rested(known, seconds)
        kept.result = await _counted(all_kept, kept, question, state, is_closed=is_closed)
        return Counted(kept.result.result)


async def _counted(
    all_kept: Tallies,
    kept: Kept,
    question: Question,
    state: Hashable,
    *,
    is_closed: bool,
) -> KeptResult:
    began = time.monotonic()
    choices = len(kept.tally.candidates)
    if choices > MANY_CHOICES or choices * len(kept.tally.weights) > MANY_MARKS:
        counted = await all_kept.count(results.read, question, kept.tally, is_closed=is_closed)
    else:
        counted = results.read(question, kept.tally, is_closed=is_closed)
    ended = time.monotonic()
    return KeptResult(state, kept.length, counted, counted_at=ended, seconds=ended - began)


def _known(kept: Kept, state: Hashable) -> KeptResult | None:
    return kept.result if kept.result and kept.result.state == state else None


def _rest(known: KeptResult, *, is_closed: bool) -> float:
    """Return for how many seconds a result should do."""
    if is_closed or known.seconds <= LONG_SECONDS:
        return 0
    return known.counted_at + RESTS * known.seconds - time.monotonic()


def _rested(known: KeptResult, seconds: float) -> Counted:
    return Counted(known.result, datetime.now(UTC) + timedelta(seconds=seconds))


def _without_growth(question: Question) -> Question:
    """Return a question without what every ballot changes."""
    return replace(question, ballot_count=0, vote_count=0, released_count=0, version=0)
