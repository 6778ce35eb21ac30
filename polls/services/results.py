"""Showing the result of a question, and comparing its running counts with the ballots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import ballots, questions
from polls.domain import results as domain
from polls.domain.errors import QuestionNotFoundError
from polls.services.questions import find

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.database import Database
    from polls.domain.questions import Question


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and its result, as they may be shown at one moment."""

    question: Question
    result: domain.Result
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Recount:
    """What the ballots of one question say, and each place where a counter says otherwise."""

    question: Question
    ballots: int
    differences: tuple[str, ...]


async def of(database: Database, key: str) -> Shown:
    """Return the result of a question as it stands now.

    The page and the stream of events both come through here, so that who may see a result, and
    when, is decided in one place.

    Raises:
        QuestionNotFoundError: there is none with this key that may be seen.
    """
    now = datetime.now(UTC)
    question = await find(database, key, now)
    return Shown(question, domain.read(question, now), question.is_closed(now))


async def to_recount(database: Database, key: str | None) -> list[str]:
    """Return the keys of the questions to recount: the one that is named, or all."""
    if key is not None:
        return [key]
    return [question.key for question in await database.read(questions.all_of_them)]


async def recount(database: Database, key: str) -> Recount:
    """Recount one question, at one moment of the database.

    Raises:
        QuestionNotFoundError: there is none with this key.
    """
    return await database.read(_recount, key)


def _recount(connection: Connection, key: str) -> Recount:
    question = questions.find(connection, key)
    if question is None:
        raise QuestionNotFoundError
    selections = ballots.recount(connection, question.id)
    length, following = ballots.ledger_length(connection, question.id)
    counted: Counter[int] = Counter()
    for selection, number in selections.items():
        for choice_id in selection:
            counted[choice_id] += number
    differences = [
        f"“{choice.text}” shows {choice.votes}, its ballots are {counted[choice.id]}"
        for choice in question.choices
        if choice.votes != counted[choice.id]
    ]
    strangers = counted.keys() - {choice.id for choice in question.choices}
    differences += [
        f"{counted[id_]} ballots mark choice {id_}, which is not on the ballot"
        for id_ in sorted(strangers)
    ]
    current = sum(selections.values())
    if question.vote_count != current:
        differences.append(f"{question.vote_count} votes are shown, {current} ballots count")
    if not question.ballot_count == length == following:
        differences.append(
            f"the ledger says {question.ballot_count} ballots, holds {length}, "
            f"and its next position is {following}",
        )
    return Recount(question, length, tuple(differences))
