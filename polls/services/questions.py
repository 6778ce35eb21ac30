"""Asking, finding, listing and closing questions."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import questions as table
from polls.domain.credentials import KEY_BYTES
from polls.domain.errors import QuestionNotFoundError
from polls.domain.questions import check_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from polls.db.engine import Database
    from polls.domain.questions import Question

PAGE_SIZE = 10

_UNLISTED_KEY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the index: `number` counts from 1, the newest questions first."""

    questions: tuple[Question, ...]
    number: int
    is_last: bool


async def find(database: Database, key: str, now: datetime) -> Question:
    """Return the published question with this key.

    Raises:
        QuestionNotFoundError: there is none, or its time has not come, or it has no choices.
    """
    async with database.reading() as connection:
        question = await table.find(connection, key)
    if question is None or not question.is_published(now):
        raise QuestionNotFoundError
    return question


async def latest(database: Database, number: int, now: datetime) -> Listing:
    """Return a page of the listed questions.

    Raises:
        QuestionNotFoundError: the page lies past the end, unless it is the first.
    """
    async with database.reading() as connection:
        found = await table.listed(
            connection,
            now,
            offset=(number - 1) * PAGE_SIZE,
            limit=PAGE_SIZE + 1,
        )
    if number > 1 and not found:
        raise QuestionNotFoundError
    return Listing(tuple(found[:PAGE_SIZE]), number, is_last=len(found) <= PAGE_SIZE)


async def every(database: Database) -> list[Question]:
    """Return all questions, newest first, also those that people cannot see."""
    async with database.reading() as connection:
        return await table.all_of_them(connection)


async def ask(  # noqa: PLR0913 - one argument a rule of the question
    database: Database,
    text: str,
    choices: Sequence[str],
    *,
    pub_date: datetime | None = None,
    close_date: datetime | None = None,
    may_change: bool = True,
    is_listed: bool = True,
) -> str:
    """Add a question and return its key.

    Raises:
        InvalidQuestionError: with every problem of the text and the choices.
    """
    async with database.writing() as connection:
        return await add(
            connection,
            text,
            choices,
            pub_date=pub_date,
            close_date=close_date,
            may_change=may_change,
            is_listed=is_listed,
        )


async def add(  # noqa: PLR0913 - as `ask`
    connection: AsyncConnection,
    text: str,
    choices: Sequence[str],
    *,
    pub_date: datetime | None = None,
    close_date: datetime | None = None,
    may_change: bool = True,
    is_listed: bool = True,
) -> str:
    """Do what `ask` does, in the caller's transaction."""
    text, choices = check_new(text, choices)
    question_id = await table.add(
        connection,
        {
            "question_text": text,
            "pub_date": pub_date or datetime.now(UTC),
            "close_date": close_date,
            "may_change": may_change,
            "is_listed": is_listed,
            "credential_key": secrets.token_bytes(KEY_BYTES),
        },
        choices,
    )
    key = str(question_id) if is_listed else _random_key()
    await table.set_key(connection, question_id, key)
    return key


async def close(database: Database, key: str) -> bool:
    """End voting on a question now; say whether it had not ended before.

    Raises:
        QuestionNotFoundError: there is none with this key.
    """
    async with database.writing() as connection:
        if await table.find(connection, key) is None:
            raise QuestionNotFoundError
        return await table.close(connection, key, datetime.now(UTC))


def _random_key() -> str:
    """Make a key that cannot be guessed (71 bits) and cannot be the id of a listed question."""
    rest = (secrets.choice(_ALPHABET) for _ in range(_UNLISTED_KEY_LENGTH - 1))
    return secrets.choice(string.ascii_letters) + "".join(rest)


_ALPHABET = string.ascii_letters + string.digits
