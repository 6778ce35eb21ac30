"""Counting the ballots of a question again, to check its counters and its result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import questions
from polls.db import tallies as table
from polls.db.voters import invitations
from polls.domain.questions.rules import Voters
from polls.domain.results import results, tallies
from polls.services.results.differences import (
    OtherLedger,
    OtherTotal,
    OtherTurnout,
    OtherVotes,
    ReleasedMissing,
    Strangers,
)
from polls.services.voters import turnout

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.domain.results.tallies import Count, Tally
    from polls.services.results.differences import Difference


@dataclass(frozen=True, slots=True)
class Recount:
    """What the ballots of one question say, and each place where a counter says otherwise."""

    question: Question
    ballots: int
    differences: tuple[Difference, ...]
    result: Result | None
    """Who won; None as long as somebody can vote."""


async def of(database: Database, key: str) -> Recount:
    """Recount one question, at one moment of the database.

    Nothing is used that was counted before, so it finds the same winners as every other place.

    Raises:
        QuestionNotFoundError: there is none with this key.
    """
    question, tally, invited, length, differences = await database.read(_recount, key)
    result = None
    if question.is_closed(datetime.now(UTC)):
        result = await asyncio.to_thread(_result, question, tally, invited)
    return Recount(question, length, differences, result)


async def keys(database: Database, key: str | None) -> list[str]:
    """Return the keys of the questions to recount: the one that is named, or all."""
    if key is not None:
        return [key]
    return [outline.key for outline in await database.read(questions.outlines)]


def _result(question: Question, tally: Tally, invited: Count | None) -> Result:
    counted = results.read(question, tally, is_closed=True)
    return results.judged(counted, question.rules, invited, is_closed=True)


def _recount(
    connection: Connection,
    key: str,
) -> tuple[Question, Tally, Count | None, int, tuple[Difference, ...]]:
    question = questions.get(connection, key)
    tally = tallies.folded(question, table.current(connection, question.id))
    length, following = table.ledger_length(connection, question.id)
    differences: list[Difference] = [
        OtherVotes(choice.text, choice.votes, tally.of(choice.id).ballots)
        for choice in question.choices
        if choice.votes != tally.of(choice.id).ballots
    ]
    strangers = tally.by_choice.keys() - {choice.id for choice in question.choices}
    differences += [Strangers(tally.of(id_).ballots, id_) for id_ in sorted(strangers)]
    current = tally.total.ballots
    if question.vote_count != current:
        differences.append(OtherTotal(question.vote_count, current))
    if not question.ballot_count == length == following:
        differences.append(OtherLedger(question.ballot_count, length, following))
    if question.released_count > length:
        differences.append(ReleasedMissing(question.released_count, length))
    if question.rules.voters is Voters.INVITED and not question.is_draft:
        differences += _turnout_differences(connection, question, tally.total)
    invited = turnout.invited(connection, question)
    return question, tally, invited, length, tuple(differences)


def _turnout_differences(
    connection: Connection,
    question: Question,
    cast: Count,
) -> list[Difference]:
    used = invitations.used(connection, question.id)
    return [] if used == cast else [OtherTurnout(used, cast)]
