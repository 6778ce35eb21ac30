"""Ballots in the database: what the writer records in its one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, literal_column, select, update

from polls.db.engines.changes import CHANNEL
from polls.db.schema import ballot, choice, question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from polls.db.engines.direct import Direct

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
# server, whatever the size of the batch. And none of them, unless every question is still in the
# state that the batch was planned for (its version may be that of another state, if a backup was
# brought back) and nobody who is new in it has a current ballot already.
# That is asked in a subquery for each voter, not in a join: planned while the ledger is empty, a
# join would walk along all of it for every batch, also when it is long.
_RECORD_AT_ONCE = f"""
WITH planned AS (
    SELECT * FROM unnest(
        $1::int[], $2::int[], $3::text[], $4::bytea[], $5::bytea[], $6::int[], $7::int[], $8::text[]
    ) AS ballot (question_id, position, selection, nonce, key_hash, replaced_by, weight, name)
), growing AS (
    SELECT * FROM unnest($11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::bytea[])
        AS growing (question_id, added, voters, version, ballot_count, stamp)
), locked AS (
    SELECT FROM question JOIN growing ON question.id = growing.question_id
    WHERE question.version = growing.version AND question.ballot_count = growing.ballot_count
    AND question.stamp IS NOT DISTINCT FROM growing.stamp
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
    SET ballot_count = question.ballot_count + growing.added,
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
    """What a question is to get, if it is in this state."""

    question_id: int
    added: int
    """Ballots."""
    voters: int
    """Voters more, or fewer."""
    version: int
    ballot_count: int
    stamp: bytes | None


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

    Nothing is written, and False returned, when a question is in another state by now or one of
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
