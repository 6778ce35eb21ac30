"""Counting the ballots of a closed question by the other methods that fit them."""

from __future__ import annotations

import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from polls.domain.counting.profiles import Profile
from polls.domain.results import contrasts
from polls.domain.results.contrasts import Contrasts
from polls.domain.results.results import Lead

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.domain.results.contrasts import Contrast, Way
    from polls.domain.results.results import Result
    from polls.domain.results.tallies import Tally
    from polls.live import KeptTally, Tallies

BUDGET_SECONDS = 2.0
"""What all methods together may take: whoever looks first when voting has ended waits so long."""

MOST_CHOICES = 50
"""To compare more of them in pairs takes a second, however few the ballots are."""

SAMPLE = 50_000
"""Choices on the ballots that tell how long a method takes with all of them: with fewer, what is
done once for a count seems to be done for each."""


async def of(
    database: Database,
    tallies: Tallies,
    question: Question,
    official: Result,
) -> Contrasts:
    """Return what other methods make of the ballots of a question on which voting has ended.

    Nothing where nobody has won: what was missing would be missing by any method.
    """
    ways = contrasts.ways(question.rules)
    if not ways or official.lead is not Lead.WON:
        return Contrasts()
    read = partial(_made, tallies, question, official, ways)
    return await tallies.read(database, question, question.ballot_count, read)


async def _made(
    tallies: Tallies,
    question: Question,
    official: Result,
    ways: list[Way],
    kept: KeptTally,
) -> Contrasts:
    state = (question.revision, kept.length, kept.last)
    made = kept.made(Contrasts, state) or await kept.make(
        state, tallies.count(_counted, question, kept.tally, official, ways)
    )
    return made.outcome


def _counted(question: Question, tally: Tally, official: Result, ways: list[Way]) -> Contrasts:
    if len(tally.candidates) > MOST_CHOICES:
        return Contrasts(left_out=tuple(way.title for way in ways))
    ends = time.monotonic() + BUDGET_SECONDS
    counted: list[Contrast] = []
    left_out: list[str] = []
    for way in ways:
        if time.monotonic() > ends or time.monotonic() + _estimate(way, question, tally) > ends:
            left_out.append(way.title)
            continue
        other = way.count(question, tally.profile)
        counted.append(contrasts.contrast(way, official.counted, other))
    return Contrasts(tuple(counted), tuple(left_out))


def _estimate(way: Way, question: Question, tally: Tally) -> float:
    """Return how many seconds a count will take, from the first of the distinct selections.

    Of the processor: how busy the machine is at the moment says little of the next seconds.
    """
    kinds, some = len(tally.weights), SAMPLE // len(tally.candidates)
    if kinds <= some:
        return 0
    sample = Profile(tally.candidates, dict(islice(tally.weights.items(), some)))
    began = time.thread_time()
    way.count(question, sample)
    return (time.thread_time() - began) * kinds / some
