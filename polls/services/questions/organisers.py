"""Who organises a question: whoever holds its secret."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import organisers as table
from polls.db import questions
from polls.domain.electorate.credentials import secret_hash
from polls.domain.errors import NoSecretError, NotTheOrganiserError
from polls.domain.questions.log import Act, LogEntry
from polls.services.questions import changes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By
    from polls.domain.questions.questions import Question

SECRET_BYTES = 16


def new_secret() -> str:
    """Make a secret of 128 random bits, as 22 characters that stand in an address as they are."""
    return secrets.token_urlsafe(SECRET_BYTES)


async def is_organiser(database: Database, key: str, secret: str) -> bool:
    """Tell whether `secret` is that of the question with this key."""
    return await has_secret(database, key, secret_hash(secret))


async def has_secret(database: Database, key: str, held: bytes) -> bool:
    """Tell whether `held` is the hash of the secret of the question with this key."""
    stored = await database.look_up(table.secret_hash_of, key)
    return stored is not None and hmac.compare_digest(stored, held)


async def find(database: Database, key: str, secret: str | None) -> Question:
    """Return the question, in whatever stage of its life, for its organiser.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none with this key, or whoever guesses may not know of it.
        NotTheOrganiserError: the secret is not that of this question, or not any more.
        NoSecretError: there is none.
    """
    if secret is not None and await is_organiser(database, key, secret):
        return await database.read(questions.get, key)
    await database.read(questions.known, key, datetime.now(UTC))
    raise NoSecretError if secret is None else NotTheOrganiserError


async def renew(database: Database, key: str, by: By, secret: str) -> None:
    """Let `secret`, a new one, open the question; the one before opens nothing any more.

    Raises:
        QuestionNotFoundError: there is none with this key.
        EditedMeanwhileError: the question is not as `by` knows it.
    """
    await database.write(_renew, key, by, secret_hash(secret), datetime.now(UTC))


def _renew(connection: Connection, key: str, by: By, hash_: bytes, now: datetime) -> None:
    question = changes.begin(connection, key, by)
    entry = LogEntry(now, by.actor, Act.RENEWED)
    changes.finish(connection, question, entry, secret_hash=hash_)
