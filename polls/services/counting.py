"""The result of a question from its ledger, counted no more often than it pays."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from polls.domain import results, tallies
from polls.domain.rules import Voters
from polls.live import KeptResult, advance

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.domain.questions import Question
    from polls.domain.results import Result
    from polls.live import Kept, Tallies

MANY = 2_000
"""Distinct selections whose count takes some milliseconds, and so a thread of its own."""

LONG_SECONDS = 0.05
RESTS = 4
"""A count that takes longer than `LONG_SECONDS` rests so many times as long before the next one
while voting goes on: votes need the processor, too."""


async def result(
    database: Database,
    kept: Tallies,
    question: Question,
    length: int,
    *,
    is_closed: bool,
) -> Result:
    """Return the result that the ledger made when it had this length.

    While voting goes on, that of a moment before if its count takes long.
    """
    if question.rules.is_single and question.rules.voters is not Voters.INVITED:
        return results.read(question, tallies.running(question), is_closed=is_closed)
    counting = _count(database, kept.of(question), question, length, is_closed=is_closed)
    # Who waits may give up; the count goes on to its end, or it would be half a tally.
    return await asyncio.shield(asyncio.ensure_future(counting))


async def _count(
    database: Database,
    kept: Kept,
    question: Question,
    length: int,
    *,
    is_closed: bool,
) -> Result:
    async with kept.lock:
        known = kept.result
        state = (question.revision, is_closed)
        if known and known.state == state:
            is_resting = not is_closed and time.monotonic() < known.rests_until
            if known.length == length or is_resting:
                return known.result
        await advance(database, question, kept, length)
        began = time.monotonic()
        if len(kept.tally.weights) > MANY:
            counted = await asyncio.to_thread(
                results.read, question, kept.tally, is_closed=is_closed
            )
        else:
            counted = results.read(question, kept.tally, is_closed=is_closed)
        ended = time.monotonic()
        rest = RESTS * (ended - began) if ended - began > LONG_SECONDS else 0
        kept.result = KeptResult(state, length, counted, rests_until=ended + rest)
        return counted
