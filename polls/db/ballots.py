"""Ballots in the database: what the writer reads and writes in its one transaction."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, String, bindparam, func, insert, literal_column, select, update

from polls.db.changes import CHANNEL, Change
from polls.db.schema import ballot, choice, deleted_question, question
from polls.domain import ballots as domain
from polls.domain.credentials import key_hash
from polls.domain.questions import Kind
from polls.domain.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select
    from sqlalchemy.sql.elements import BindParameter
    from sqlalchemy.types import TypeEngine

    from polls.db.direct import Direct

_IS_CURRENT = ballot.c.replaced_by.is_(None)


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
    """Return the query for the terms of those questions, a row for each choice.

    Not the one that locks them: on PostgreSQL a statement that waited for a row reads that row as
    it is then, but the choices as they were when it began to wait. A choice that was removed
    meanwhile would get a ballot.
    """
    return (
        select(
            question.c.id,
            question.c.key,
            question.c.pub_date,
            question.c.close_date,
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
            choice.c.id.label("choice_id"),
            choice.c.kind,
        )
        .select_from(question.outerjoin(choice))
        .where(question.c.key.in_(parameters("k", size, String())))
        .order_by(question.c.id)
    )


@lru_cache
def _standing(size: int) -> Select[Any]:
    """Return the query for the current ballots under `size` hashes, named h0, h1, h2 and so on."""
    return select(
        ballot.c.key_hash,
        ballot.c.position,
        ballot.c.selection,
        ballot.c.name,
    ).where(
        _IS_CURRENT,
        # “+ 0” hides the question from both planners, which would otherwise read its whole
        # ledger by the primary key rather than look a few hashes up in ballot_current_key.
        ballot.c.question_id + literal_column("0") == bindparam("question_id"),
        ballot.c.key_hash.in_(parameters("h", size, LargeBinary())),
    )


@lru_cache
def _deleted(size: int) -> Select[Any]:
    """Return the query for those of `size` keys, named k0, k1 and so on, that were deleted."""
    return select(deleted_question.c.key).where(
        deleted_question.c.key.in_(parameters("k", size, String())),
    )


def parameters(prefix: str, size: int, type_: TypeEngine[Any]) -> list[BindParameter[Any]]:
    """Return `size` parameters, named by `prefix` and their number."""
    return [bindparam(f"{prefix}{number}", type_=type_) for number in range(size)]


def numbered(prefix: str, values: Iterable[Any]) -> dict[str, Any]:
    """Name the values, the last one again up to a power of two.

    So a handful of statements, which the driver keeps prepared, serves every size of a batch.
    """
    given = list(values)
    size = 1 << (len(given) - 1).bit_length()
    given += given[-1:] * (size - len(given))
    return {f"{prefix}{number}": value for number, value in enumerate(given)}


_KEYED = select(question.c.id, question.c.credential_key, question.c.version).where(
    question.c.key == bindparam("key"),
)
_APPEND = insert(ballot).values({column.name: bindparam(column.name) for column in ballot.c})
_REPLACE = (
    update(ballot)
    .where(
        ballot.c.question_id == bindparam("in_question"),
        ballot.c.position == bindparam("old_position"),
    )
    .values(replaced_by=bindparam("new_position"))
)
_COUNT = (
    update(choice)
    .where(choice.c.id == bindparam("choice_id"))
    .values(votes=choice.c.votes + bindparam("delta"))
)
_GROW = (
    update(question)
    .where(question.c.id == bindparam("question_id"))
    .values(
        ballot_count=question.c.ballot_count + bindparam("added"),
        vote_count=question.c.vote_count + bindparam("voters"),
        version=question.c.version + literal_column("1"),
    )
)
# The three statements above, and the announcement of what they change, in one round trip to the
# server, whatever the size of the batch. And none of them, unless every question still has the
# version that the batch was planned for and nobody who is new in it has a current ballot already.
# That is asked in a subquery for each voter, not in a join: planned while the ledger is empty, a
# join would walk along all of it for every batch, also when it is long.
_RECORD_AT_ONCE = f"""
WITH planned AS (
    SELECT * FROM unnest(
        $1::int[], $2::int[], $3::text[], $4::bytea[], $5::bytea[], $6::int[], $7::int[], $8::text[]
    ) AS ballot (question_id, position, selection, nonce, key_hash, replaced_by, weight, name)
), growing AS (
    SELECT * FROM unnest($11::int[], $12::int[], $13::int[], $14::int[])
        AS growing (question_id, added, voters, version)
), locked AS (
    SELECT FROM question JOIN growing ON question.id = growing.question_id
    WHERE question.version = growing.version
    ORDER BY question.id FOR UPDATE OF question
), unchanged AS (
    SELECT WHERE (SELECT count(*) FROM locked) = (SELECT count(*) FROM growing)
    AND NOT EXISTS (
        SELECT FROM planned WHERE (
            SELECT true FROM ballot WHERE ballot.key_hash = planned.key_hash
            AND ballot.question_id + 0 = planned.question_id AND ballot.replaced_by IS NULL
        )
    )
), appended AS (
    INSERT INTO ballot
        (question_id, position, selection, nonce, key_hash, replaced_by, weight, name)
    SELECT planned.* FROM planned, unchanged
), counted AS (
    UPDATE choice SET votes = choice.votes + change.delta
    FROM unnest($9::int[], $10::int[]) AS change (choice_id, delta), unchanged
    WHERE choice.id = change.choice_id
), grown AS (
    UPDATE question
    SET ballot_count = ballot_count + growing.added,
        vote_count = vote_count + growing.voters,
        version = question.version + 1
    FROM growing, unchanged WHERE question.id = growing.question_id
    RETURNING question.key, question.version
)
SELECT pg_notify('{CHANNEL}', key || ' ' || version) FROM grown
"""  # noqa: S608 - the channel is a constant


# Whose ballot is current after a position of the ledger has one there: of the invited, as many as
# have voted since the tally was last released. When they are enough, all is released. “+ 0” hides
# from PostgreSQL that ballot_current_key has just the current ballots: it would read all of them.
_RELEASE = (
    update(question)
    .where(
        question.c.id == bindparam("question_id"),
        select(func.count())
        .where(
            ballot.c.question_id == question.c.id,
            ballot.c.position >= question.c.released_count,
            (ballot.c.replaced_by + literal_column("0")).is_(None),
        )
        .scalar_subquery()
        >= question.c.release_step,
    )
    .values(released_count=question.c.ballot_count)
)


class Terms(NamedTuple):
    """On what terms a question takes ballots: what of its row decides about them."""

    id: int
    key: str
    pub_date: datetime
    close_date: datetime | None
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
    choice_ids: frozenset[int]
    alone_ids: frozenset[int]
    """Those of them that no other choice may be marked with."""


class Current(NamedTuple):
    """What a voter's current ballot says, and where it is."""

    position: int
    selection: domain.Selection
    name: str | None


class Standing(NamedTuple):
    """What a voter has on record, if anything, and the version of the question that counts it."""

    selection: domain.Selection | None
    name: str | None
    change: Change


class Weighed(NamedTuple):
    """A number of voters, and their weights together."""

    number: int
    weight: int


class NewBallot(NamedTuple):
    """A row of the ledger."""

    question_id: int
    position: int
    selection: str
    nonce: bytes
    key_hash: bytes
    replaced_by: int | None
    weight: int
    name: str | None


class Growth(NamedTuple):
    """What a question is to get, if it has this version."""

    question_id: int
    added: int
    """Ballots."""
    voters: int
    """Those of them that replace none."""
    version: int


def lock_questions(direct: Direct, keys: Iterable[str]) -> dict[str, Terms]:
    """Lock the questions with these keys until the transaction ends; return their terms by key."""
    values = numbered("k", sorted(set(keys)))
    if direct.is_postgres:  # on SQLite the whole file is locked
        direct.fetch(_locking(len(values)), values)
    rows = direct.fetch(_reading(len(values)), values)
    return {key: _terms(list(group)) for key, group in groupby(rows, key=itemgetter(1))}


def _terms(rows: Sequence[tuple[Any, ...]]) -> Terms:
    kinds = {choice_id: kind for *_, choice_id, kind in rows if choice_id is not None}
    alone_ids = frozenset(id_ for id_, kind in kinds.items() if kind != Kind.CHOICE)
    terms = Terms._make((*rows[0][:-2], frozenset(kinds), alone_ids))
    return terms._replace(voters=Voters(terms.voters))


def deleted(direct: Direct, keys: Iterable[str]) -> frozenset[str]:
    """Return those of the keys whose questions were deleted."""
    values = numbered("k", keys)
    return frozenset(key for (key,) in direct.fetch(_deleted(len(values)), values))


def standing(
    direct: Direct,
    question_id: int,
    key_hashes: Iterable[bytes],
) -> dict[bytes, Current]:
    """Return the current ballots that carry one of these hashes, by hash."""
    values = numbered("h", key_hashes)
    rows = direct.fetch(_standing(len(values)), {**values, "question_id": question_id})
    return {
        key_hash: Current(position, domain.decode(text), name)
        for key_hash, position, text, name in rows
    }


def standing_of(direct: Direct, key: str, credential: str) -> Standing | None:
    """Return what the holder of `credential` has on record; None if there is no such question."""
    for question_id, credential_key, version in direct.fetch(_KEYED, {"key": key}):
        hash_ = key_hash(credential_key, credential)
        found = standing(direct, question_id, [hash_]).get(hash_)
        change = Change(key, version)
        return (
            Standing(found.selection, found.name, change) if found else Standing(None, None, change)
        )
    return None


def replace(direct: Direct, replaced: list[dict[str, int]]) -> None:
    """Mark ballots as replaced: rows of in_question, old_position, new_position."""
    direct.run(_REPLACE, replaced)


def record(
    direct: Direct,
    ballots: Sequence[NewBallot],
    deltas: Mapping[int, int],
    growth: Sequence[Growth],
) -> None:
    """Insert ballots, add to the counters of choices, lengthen ledgers; PostgreSQL announces it.

    Args:
        direct: in a transaction that holds the locks of the questions.
        ballots: at least one.
        deltas: choice id → change of its votes.
        growth: of each question that gets ballots.
    """
    if direct.is_postgres:
        if not record_if_unchanged(direct, ballots, deltas, growth):
            raise LookupError("a question changed under its lock")
        return
    direct.run(_APPEND, [ballot._asdict() for ballot in ballots])
    direct.run(_COUNT, [{"choice_id": i, "delta": n} for i, n in deltas.items()])
    direct.run(_GROW, [each._asdict() for each in growth])


def record_if_unchanged(
    direct: Direct,
    ballots: Sequence[NewBallot],
    deltas: Mapping[int, int],
    growth: Sequence[Growth],
) -> bool:
    """Do what `record` does, on PostgreSQL, in one statement that needs no lock before it.

    Nothing is written, and False returned, when a question has another version by now or one of
    the ballots that replace none has a predecessor.
    """
    columns = [*zip(*ballots, strict=True), deltas.keys(), deltas.values()]
    columns += zip(*growth, strict=True)
    return len(direct.fetch_text(_RECORD_AT_ONCE, *map(list, columns))) == len(growth)


def release(direct: Direct, question_ids: Iterable[int]) -> None:
    """Release the tallies of questions with enough voters since the last time.

    A voter counts once, however often the ballot was changed since: of all those with the same
    hash one is current, and it is not older than the others.
    """
    direct.run(_RELEASE, [{"question_id": id_} for id_ in question_ids])


def recount(
    connection: Connection,
    question_id: int,
) -> dict[domain.Selection, int]:
    """Return how many current ballots of a question carry each selection."""
    rows = connection.execute(
        select(ballot.c.selection, func.count().label("ballots"))
        .where(ballot.c.question_id == question_id, _IS_CURRENT)
        .group_by(ballot.c.selection),
    )
    return {domain.decode(row.selection): row.ballots for row in rows}


def weighed(connection: Connection, question_id: int) -> Weighed:
    """Return how many current ballots a question has, and their weights together."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(ballot.c.weight), 0)).where(
            ballot.c.question_id == question_id,
            _IS_CURRENT,
        ),
    ).one()
    return Weighed(*row)


def ledger_length(connection: Connection, question_id: int) -> tuple[int, int]:
    """Return the number of a question's ballots, and one more than its last position."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.max(ballot.c.position) + 1, 0)).where(
            ballot.c.question_id == question_id,
        ),
    ).one()
    return row[0], row[1]
