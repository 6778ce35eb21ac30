"""Asking, finding and listing questions."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import asking
from polls.db import questions as table
from polls.domain.electorate.credentials import KEY_BYTES, secret_hash
from polls.domain.request_errors import NoSuchPageError
from polls.domain.results import draws
from polls.services.questions import organisers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.asking import CheckedQuestion
    from polls.domain.questions.questions import Outline, Question
    from polls.domain.questions.rules import Policy

PAGE_SIZE = 10

_UNLISTED_KEY_LENGTH = 12


class Asked(NamedTuple):
    """A new question: its public key, and the organiser's secret, which is told this once."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """One page of the index: `number` counts from 1, the newest questions first."""

    questions: tuple[Question, ...]
    number: int
    is_last: bool


async def find(database: Database, key: str, now: datetime) -> Question:
    """Return the question with this key, if voting on it has begun.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none, or it may not be known that there will be.
        NotYetOpenError: voting has not begun.
    """
    question = await known(database, key, now)
    question.check_begun(now)
    return question


async def known(database: Database, key: str, now: datetime) -> Question:
    """Return the question with this key in whatever stage, if it may be known that it exists.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none, or it may not be known that there will be.
    """
    return await database.read(table.known, key, now)


async def get(database: Database, key: str) -> Question:
    """Return the question with this key in whatever stage, for whoever runs the site.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none.
    """
    return await database.read(table.get, key)


async def policy(database: Database, key: str) -> Policy | None:
    """Return what must be known of a question before its ballots; None if there is none."""
    return await database.look_up(table.policy, key)


async def latest(database: Database, number: int, now: datetime) -> QuestionsPage:
    """Return a page of the listed questions.

    Raises:
        NoSuchPageError: the page lies past the end, unless it is the first.
    """
    found = await database.read(
        table.listed,
        now,
        offset=(number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE + 1,
    )
    if number > 1 and not found:
        raise NoSuchPageError
    return QuestionsPage(tuple(found[:PAGE_SIZE]), number, is_last=len(found) <= PAGE_SIZE)


async def outlines(database: Database) -> list[Outline]:
    """Return what a list shows of all questions, newest first, also those people cannot see."""
    return await database.read(table.outlines)


async def ask(database: Database, new: CheckedQuestion) -> Asked:
    """Add a question."""
    return await database.write(add, new, datetime.now(UTC))


def add(connection: Connection, new: CheckedQuestion, now: datetime) -> Asked:
    """Insert a question, with the secrets that it needs."""
    secret = organisers.new_secret()
    given = asking.Secrets(
        credential_key=secrets.token_bytes(KEY_BYTES),
        secret_hash=secret_hash(secret),
        network_key=secrets.token_bytes(KEY_BYTES),
        lot_seed=new_seed(),
        key=None if new.is_listed else random_key(),
    )
    return Asked(asking.add(connection, new, given, now), secret)


def new_seed() -> bytes:
    """Draw a seed for the lots of a question."""
    return draws.seed(secrets.token_bytes(draws.SEED_BYTES))


def random_key() -> str:
    """Make a key that cannot be guessed (71 bits) and cannot be the id of a listed question."""
    rest = (secrets.choice(_ALPHABET) for _ in range(_UNLISTED_KEY_LENGTH - 1))
    return secrets.choice(string.ascii_letters) + "".join(rest)


_ALPHABET = string.ascii_letters + string.digits
