"""Questions in the database, as the writer of ballots locks and reads them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, Text, cast, select

from polls.db.engines.direct import numbered, parameters
from polls.db.engines.json_rows import JsonRows
from polls.db.schema import choice, deleted_question, question
from polls.domain.methods import METHODS
from polls.domain.questions.questions import alone
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Select

    from polls.db.engines.direct import Direct
    from polls.domain.ballots.selections import Style


_CHOICES = (
    select(JsonRows(choice.c.id, choice.c.kind))
    .where(choice.c.question_id == question.c.id)
    .scalar_subquery()
)


class Terms(NamedTuple):
    """On what terms a question takes ballots: what of its row decides about them."""

    id: int
    key: str
    opened_at: datetime | None
    pub_date: datetime
    close_date: datetime | None
    stopped_at: datetime | None
    closed_at: datetime | None
    is_draft: bool
    may_change: bool
    min_choices: int
    max_choices: int | None
    voters: Voters
    per_network: int | None
    network_key: bytes | None
    credential_key: bytes
    ballot_count: int
    version: int
    stamp: bytes | None
    highest: int
    style: Style
    has_equal_ranks: bool
    has_labels: bool
    has_dates: bool
    choice_ids: frozenset[int]
    alone: Mapping[int, str]
    """Those of them that no other choice may be marked with: their ids → what they are called."""


def lock_questions(direct: Direct, keys: Iterable[str]) -> dict[str, Terms]:
    """Lock the questions with these keys until the transaction ends; return their terms by key."""
    values = numbered("k", sorted(set(keys)))
    if direct.is_postgres:  # on SQLite the whole file is locked
        direct.fetch(_locking(len(values)), values)
    return {row[1]: _terms(row) for row in direct.fetch(_reading(len(values)), values)}


def deleted(direct: Direct, keys: Iterable[str]) -> frozenset[str]:
    """Return those of the keys whose questions were deleted."""
    values = numbered("k", keys)
    return frozenset(key for (key,) in direct.fetch(_deleted(len(values)), values))


def _terms(row: tuple[Any, ...]) -> Terms:
    *columns, labels, name, choices = row
    method = METHODS[name]
    kinds = dict(json.loads(choices or "[]"))
    named = alone(kinds.items(), method.ballot)
    terms = Terms._make(
        (
            *columns,
            method.ballot,
            method.has_equal_ranks,
            bool(labels),
            method.has_dates,
            frozenset(kinds),
            named,
        ),
    )
    return terms._replace(voters=Voters(terms.voters))


@lru_cache
def _locking(size: int) -> Select[Any]:
    """Return the query that locks the questions with `size` keys, named k0, k1, k2 and so on.

    The lock is on the question's row alone, so closing, editing and voting wait for each other
    and readers wait for nobody. In the order of ids, so that two processes cannot wait in a
    circle.
    """
    return (
        select(question.c.id)
        .where(question.c.key.in_(parameters("k", size, String())))
        .order_by(question.c.id)
        .with_for_update()
    )


@lru_cache
def _reading(size: int) -> Select[Any]:
    """Return the query for the terms of those questions.

    Not the one that locks them: on PostgreSQL a statement that waited for a row reads that row as
    it is then, but the choices as they were when it began to wait. A choice that was removed
    meanwhile would get a ballot.
    """
    return (
        select(
            question.c.id,
            question.c.key,
            question.c.opened_at,
            question.c.pub_date,
            question.c.close_date,
            question.c.stopped_at,
            question.c.closed_at,
            question.c.is_draft,
            question.c.may_change,
            question.c.min_choices,
            question.c.max_choices,
            question.c.voters,
            question.c.per_network,
            question.c.network_key,
            question.c.credential_key,
            question.c.ballot_count,
            question.c.version,
            question.c.stamp,
            question.c.highest,
            question.c.labels,
            question.c.method,
            cast(_CHOICES, Text).label("choices"),  # a driver would decode it, or not
        )
        .where(question.c.key.in_(parameters("k", size, String())))
        .order_by(question.c.id)
    )


@lru_cache
def _deleted(size: int) -> Select[Any]:
    """Return the query for those of `size` keys, named k0, k1 and so on, that were deleted."""
    return select(deleted_question.c.key).where(
        deleted_question.c.key.in_(parameters("k", size, String())),
    )
