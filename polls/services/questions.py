"""Asking, finding and listing questions."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions as table
from polls.domain.asking import checked
from polls.domain.credentials import KEY_BYTES, secret_hash
from polls.domain.errors import QuestionNotFoundError
from polls.services import organisers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.database import Database
    from polls.domain.questions import NewQuestion, Question

PAGE_SIZE = 10

_UNLISTED_KEY_LENGTH = 12


class Asked(NamedTuple):
    """A new question: its public key, and the organiser's secret, which is told this once."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the index: `number` counts from 1, the newest questions first."""

    questions: tuple[Question, ...]
    number: int
    is_last: bool


async def find(database: Database, key: str, now: datetime) -> Question:
    """Return the published question with this key.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none, or its time has not come, or it has no choices.
    """
    question = await database.read(table.get, key)
    if not question.is_published(now):
        raise QuestionNotFoundError
    return question


async def latest(database: Database, number: int, now: datetime) -> Listing:
    """Return a page of the listed questions.

    Raises:
        QuestionNotFoundError: the page lies past the end, unless it is the first.
    """
    found = await database.read(
        table.listed,
        now,
        offset=(number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE + 1,
    )
    if number > 1 and not found:
        raise QuestionNotFoundError
    return Listing(tuple(found[:PAGE_SIZE]), number, is_last=len(found) <= PAGE_SIZE)


async def every(database: Database) -> list[Question]:
    """Return all questions, newest first, also those that people cannot see."""
    return await database.read(table.all_of_them)


async def ask(database: Database, new: NewQuestion) -> Asked:
    """Add a question.

    Raises:
        InvalidQuestionError: with every problem of it.
    """
    now = datetime.now(UTC)
    return await database.write(add, checked(new, now), now)


def add(connection: Connection, new: NewQuestion, now: datetime) -> Asked:
    """Insert a question that was checked, with the secrets that it needs."""
    secret = organisers.new_secret()
    given = table.Secrets(
        credential_key=secrets.token_bytes(KEY_BYTES),
        secret_hash=secret_hash(secret),
        network_key=secrets.token_bytes(KEY_BYTES),
        key=None if new.is_listed else random_key(),
    )
    return Asked(table.add(connection, new, given, now), secret)


def random_key() -> str:
    """Make a key that cannot be guessed (71 bits) and cannot be the id of a listed question."""
    rest = (secrets.choice(_ALPHABET) for _ in range(_UNLISTED_KEY_LENGTH - 1))
    return secrets.choice(string.ascii_letters) + "".join(rest)


_ALPHABET = string.ascii_letters + string.digits
