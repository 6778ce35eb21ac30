"""Questions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, update

from polls.db import columns
from polls.db.engines.changes import Change, announce
from polls.db.engines.json_rows import JsonRows
from polls.db.schema import choice, deleted_question, new_stamp, question
from polls.domain.errors import QuestionDeletedError, QuestionNotFoundError
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice, Kind, Outline, Question
from polls.domain.questions.rules import Policy, Voters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from polls.db.engines.direct import Direct

_CHOICES = (
    select(
        JsonRows(
            choice.c.ordinal,
            choice.c.id,
            choice.c.choice_text,
            choice.c.votes,
            choice.c.kind,
            choice.c.description,
            choice.c.link,
            choice.c.original_text,
            choice.c.is_decided,
        )
    )
    .where(choice.c.question_id == question.c.id)
    .scalar_subquery()
)
_WITH_CHOICES = (
    select(question, _CHOICES.label("choices"))
    .where(question.c.key.is_not(None))  # one without is being deleted
    .order_by(question.c.pub_date.desc(), question.c.id.desc())
)
_BY_KEY = _WITH_CHOICES.where(question.c.key == bindparam("key"))
_LOCK = select(question.c.id).where(question.c.key == bindparam("key")).with_for_update()
_POLICY = select(
    question.c.voters,
    question.c.is_draft,
    question.c.is_shuffled,
    question.c.method,
    question.c.ballot_count,
).where(question.c.key == bindparam("key"))
_KINDS = {each.value: each for each in Kind}  # a tenth of the time of `Kind(…)`
_HAS_CHOICES = select(choice.c.id).where(choice.c.question_id == question.c.id).exists()

_OUTLINES = (
    select(
        question.c.key,
        question.c.question_text,
        question.c.opened_at,
        question.c.pub_date,
        question.c.close_date,
        question.c.stopped_at,
        question.c.closed_at,
        question.c.is_draft,
        question.c.is_listed,
        question.c.wants_listing,
        question.c.vote_count,
        question.c.ballot_count,
        question.c.method,
        question.c.min_choices,
        question.c.max_choices,
        _HAS_CHOICES,
    )
    .where(question.c.key.is_not(None))
    .order_by(question.c.pub_date.desc(), question.c.id.desc())
)
_HELD = _OUTLINES.add_columns(question.c.secret_hash).where(
    question.c.key.in_(bindparam("keys", expanding=True)),
)


def find(connection: Connection, key: str) -> Question | None:
    """Return the question with this public key, read in one statement."""
    row = connection.execute(_BY_KEY, {"key": key}).first()
    return None if row is None else _question(row)


def get(connection: Connection, key: str) -> Question:
    """Return the question with this key.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there was none.
    """
    found = find(connection, key)
    if found is None:
        raise missing(connection, key)
    return found


def known(connection: Connection, key: str, now: datetime) -> Question:
    """Return the question with this key, if people may know of it.

    One of which they may not is looked for as one that never was, so that not even the time of the
    answer tells them apart.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none, or it may not be known that there will be.
    """
    found = find(connection, key)
    if found is None or not found.may_be_known(now):
        raise missing(connection, key)
    return found


def lock(connection: Connection, key: str) -> Question:
    """Return the question with this key as it stays until the transaction ends.

    Nobody else closes, edits or votes on it meanwhile. Its choices are read in a statement of
    their own: PostgreSQL would read them, in the one that waited for the lock, as they were before.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there was none.
    """
    connection.execute(_LOCK, {"key": key})
    return get(connection, key)


def missing(connection: Connection, key: str) -> QuestionDeletedError | QuestionNotFoundError:
    """Return why there is no question with this key."""
    deleted = select(deleted_question.c.key).where(deleted_question.c.key == key)
    is_deleted = connection.execute(deleted).first() is not None
    return QuestionDeletedError() if is_deleted else QuestionNotFoundError()


def change(
    connection: Connection,
    question_id: int,
    *,
    is_revised: bool = True,
    **columns: Any,
) -> None:
    """Give columns of a question these values, and announce its new version.

    Args:
        connection: in a transaction that has locked the question.
        question_id: which question.
        is_revised: whether forms that were loaded before are out of date.
        columns: name → value.
    """
    key, version = connection.execute(
        update(question)
        .where(question.c.id == question_id)
        .values(
            **columns,
            revision=question.c.revision + int(is_revised),
            version=question.c.version + 1,
            stamp=new_stamp(),
        )
        .returning(question.c.key, question.c.version),
    ).one()
    announce(connection, Change(key, version))


def policy(direct: Direct, key: str) -> Policy | None:
    """Return what must be known of a question before its ballots; None if there is none."""
    for voters, is_draft, is_shuffled, method, ballots in direct.fetch(_POLICY, {"key": key}):
        return Policy(
            Voters(voters),
            is_draft=bool(is_draft),
            is_shuffled=bool(is_shuffled),
            style=METHODS[method].ballot,
            is_settled=ballots > 0 and not is_draft,
        )
    return None


def outlines(connection: Connection) -> list[Outline]:
    """Return what a list shows of every question, newest first, listed or not."""
    rows: Iterable[Any] = connection.execute(_OUTLINES)
    return [Outline(*row) for row in rows]


def held(connection: Connection, keys: Collection[str]) -> list[tuple[Outline, bytes | None]]:
    """Return what a list shows of questions, and the hashes of their secrets."""
    if not keys:
        return []
    rows: Iterable[Any] = connection.execute(_HELD, {"keys": list(keys)})
    return [(Outline(*columns), stored) for *columns, stored in rows]


def listed(
    connection: Connection,
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> list[Question]:
    """Return a page of the questions that everybody may see at `now`, newest first."""
    page = (
        select(question.c.id)
        .where(
            question.c.is_listed,
            question.c.is_draft.is_(False),
            or_(question.c.opened_at.is_not(None), question.c.pub_date <= now),
            _HAS_CHOICES,
        )
        .order_by(question.c.pub_date.desc(), question.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return list(map(_question, connection.execute(_WITH_CHOICES.where(question.c.id.in_(page)))))


def count(connection: Connection) -> int:
    """Return how many questions there are."""
    return connection.execute(select(func.count()).select_from(question)).scalar_one()


def _choices(rows: list[list[Any]] | None) -> tuple[Choice, ...]:
    """Return choices from what `_CHOICES` selects, in the order of the ballot."""
    return tuple(
        Choice(id_, text, votes, _KINDS[kind], description, link, original, bool(is_decided))
        for _, id_, text, votes, kind, description, link, original, is_decided in sorted(rows or ())
    )


def _question(row: Row[*tuple[Any, ...]]) -> Question:
    return Question(
        id=row.id,
        key=row.key,
        **columns.read(row),
        original_text=row.original_text,
        opened_at=row.opened_at,
        pub_date=row.pub_date,
        close_date=row.close_date,
        stopped_at=row.stopped_at,
        closed_at=row.closed_at,
        reopened_at=row.reopened_at,
        published_at=row.published_at,
        is_draft=row.is_draft,
        is_listed=row.is_listed,
        wants_listing=row.wants_listing,
        ballot_count=row.ballot_count,
        vote_count=row.vote_count,
        released_count=row.released_count,
        revision=row.revision,
        version=row.version,
        lot_seed=row.lot_seed,
        choices=_choices(row.choices),
    )
