"""Counting the ballots of a closed question by the other methods that fit them."""

from __future__ import annotations

import asyncio
import time
from itertools import islice
from typing import TYPE_CHECKING

from polls.domain import contrasts
from polls.domain.contrasts import Contrasts
from polls.domain.counting.profiles import Profile
from polls.domain.emphasis import set_apart
from polls.live import KeptContrasts, advance

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.domain.contrasts import Contrast, Way
    from polls.domain.questions import Question
    from polls.domain.results import Result
    from polls.domain.tallies import Tally
    from polls.live import Tallies

BUDGET_SECONDS = 2.0
"""What all methods together may take: whoever looks first when voting has ended waits so long."""

MOST_CHOICES = 100
"""To compare more of them in pairs takes a time of its own, however few the ballots are."""

SAMPLE = 2_000
"""Distinct selections that tell how long a method takes with all of them."""


async def of(
    database: Database,
    tallies: Tallies,
    question: Question,
    official: Result,
) -> Contrasts:
    """Return what other methods make of the ballots of a question on which voting has ended."""
    ways = contrasts.ways(question.rules)
    if not ways or not official.counted.winners:
        return Contrasts()
    # As a count, this goes on to its end when who waits gives up.
    counting = _of(database, tallies, question, official, ways)
    return await asyncio.shield(asyncio.ensure_future(counting))


async def _of(
    database: Database,
    tallies: Tallies,
    question: Question,
    official: Result,
    ways: list[Way],
) -> Contrasts:
    kept = tallies.of(question)
    async with kept.lock:
        if not kept.tally.fits(question):
            kept.forget(question)
        # If it is of more ballots already, voting was reopened since the question was read.
        await advance(database, question, kept, max(question.ballot_count, kept.length))
        state = (question.revision, kept.length, kept.last)
        if kept.contrasts is None or kept.contrasts.state != state:
            made = await asyncio.to_thread(_counted, question, kept.tally, official, ways)
            kept.contrasts = KeptContrasts(state, made)
        return kept.contrasts.contrasts


def _counted(question: Question, tally: Tally, official: Result, ways: list[Way]) -> Contrasts:
    if len(tally.candidates) > MOST_CHOICES:
        return Contrasts(left_out=tuple(way.title for way in ways))
    told = contrasts.Told(set_apart(official.names), question.rules)
    ends = time.monotonic() + BUDGET_SECONDS
    counted: list[Contrast] = []
    left_out: list[str] = []
    for way in ways:
        if time.monotonic() + _estimate(way, question, tally) > ends:
            left_out.append(way.title)
            continue
        other = way.count(question, tally.profile)
        counted.append(contrasts.contrast(way, official.counted, other, told))
    return Contrasts(tuple(counted), tuple(left_out))


def _estimate(way: Way, question: Question, tally: Tally) -> float:
    """Return how many seconds a count will take, from the first of the distinct selections."""
    kinds = len(tally.weights)
    if kinds <= SAMPLE:
        return 0
    sample = Profile(tally.candidates, dict(islice(tally.weights.items(), SAMPLE)))
    began = time.monotonic()
    way.count(question, sample)
    return (time.monotonic() - began) * kinds / SAMPLE
