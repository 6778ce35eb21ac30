"""Questions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from polls.db.changes import Change, announce
from polls.db.schema import choice, question
from polls.domain.questions import Choice, Question

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from polls.domain.questions import NewQuestion

_WITH_CHOICES = (
    select(
        question,
        choice.c.id.label("choice_id"),
        choice.c.choice_text,
        choice.c.votes,
    )
    .select_from(question.outerjoin(choice))
    .order_by(question.c.pub_date.desc(), question.c.id.desc(), choice.c.ordinal)
)
_BY_KEY = _WITH_CHOICES.where(question.c.key == bindparam("key"))
_HAS_CHOICES = select(choice.c.id).where(choice.c.question_id == question.c.id).exists()


def find(connection: Connection, key: str) -> Question | None:
    """Return the question with this public key, read in one statement."""
    rows = connection.execute(_BY_KEY, {"key": key}).all()
    return next(iter(_assemble(rows)), None)


def all_of_them(connection: Connection) -> list[Question]:
    """Return every question, newest first, listed or not."""
    return list(_assemble(connection.execute(_WITH_CHOICES).all()))


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
        .where(question.c.is_listed, question.c.pub_date <= now, _HAS_CHOICES)
        .order_by(question.c.pub_date.desc(), question.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    rows = connection.execute(_WITH_CHOICES.where(question.c.id.in_(page))).all()
    return list(_assemble(rows))


def count(connection: Connection) -> int:
    """Return how many questions there are."""
    return connection.execute(select(func.count()).select_from(question)).scalar_one()


def add(
    connection: Connection,
    new: NewQuestion,
    credential_key: bytes,
    key: str | None,
) -> str:
    """Insert a question with its choices and return its public key: `key`, or else its id."""
    question_id: int = connection.execute(
        insert(question)
        .values(
            question_text=new.text,
            pub_date=new.pub_date,
            close_date=new.close_date,
            may_change=new.may_change,
            is_listed=new.is_listed,
            credential_key=credential_key,
        )
        .returning(question.c.id),
    ).scalar_one()
    key = key or str(question_id)
    connection.execute(update(question).where(question.c.id == question_id).values(key=key))
    connection.execute(
        insert(choice),
        [
            {"question_id": question_id, "choice_text": text, "ordinal": ordinal}
            for ordinal, text in enumerate(new.choices)
        ],
    )
    announce(connection, Change(key, version=0))
    return key


def close(connection: Connection, key: str, now: datetime) -> bool:
    """End voting now; say whether it had not ended before."""
    still_open = or_(question.c.close_date.is_(None), question.c.close_date > now)
    version = connection.execute(
        update(question)
        .where(question.c.key == key, question.c.closed_at.is_(None), still_open)
        .values(closed_at=now, version=question.c.version + 1)
        .returning(question.c.version),
    ).scalar_one_or_none()
    if version is None:
        return False
    announce(connection, Change(key, version))
    return True


def _assemble(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterable[Question]:
    """Fold rows, one a choice, into questions, in the order of the rows."""
    questions: dict[int, tuple[Row[*tuple[Any, ...]], list[Choice]]] = {}
    for row in rows:
        _, choices = questions.setdefault(row.id, (row, []))
        if row.choice_id is not None:
            choices.append(Choice(row.choice_id, row.choice_text, row.votes))
    return (_question(row, tuple(choices)) for row, choices in questions.values())


def _question(row: Row[*tuple[Any, ...]], choices: tuple[Choice, ...]) -> Question:
    return Question(
        id=row.id,
        key=row.key,
        text=row.question_text,
        pub_date=row.pub_date,
        close_date=row.close_date,
        closed_at=row.closed_at,
        may_change=row.may_change,
        is_listed=row.is_listed,
        ballot_count=row.ballot_count,
        version=row.version,
        choices=choices,
    )
