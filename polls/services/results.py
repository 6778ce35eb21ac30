"""Comparing the running counts with the ballots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.db import ballots, questions
from polls.domain.errors import QuestionNotFoundError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from polls.db.engine import Database
    from polls.domain.questions import Question


@dataclass(frozen=True, slots=True)
class Recount:
    """What the ballots of one question say, and each place where a counter says otherwise."""

    question: Question
    ballots: int
    differences: tuple[str, ...]


async def to_recount(database: Database, key: str | None) -> int:
    """Return how many questions `recount` will go through."""
    if key is not None:
        return 1
    async with database.reading() as connection:
        return await questions.count(connection)


async def recount(database: Database, key: str | None) -> AsyncIterator[Recount]:
    """Recount one question, or all of them, each at one moment of the database.

    Raises:
        QuestionNotFoundError: there is none with this key.
    """
    async with database.reading() as connection:
        if key is None:
            keys = [question.key for question in await questions.all_of_them(connection)]
        else:
            keys = [key]
    for each in keys:
        async with database.reading(seconds=None) as connection:
            question = await questions.find(connection, each)
            if question:
                yield await _recount(connection, question)
            elif key is not None:
                raise QuestionNotFoundError


async def _recount(connection: AsyncConnection, question: Question) -> Recount:
    selections = await ballots.recount(connection, question.id)
    length, following = await ballots.ledger_length(connection, question.id)
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
    if not question.ballot_count == length == following:
        differences.append(
            f"the ledger says {question.ballot_count} ballots, holds {length}, "
            f"and its next position is {following}",
        )
    return Recount(question, length, tuple(differences))
