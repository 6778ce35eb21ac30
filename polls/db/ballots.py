"""Ballots in the database: what the writer reads and writes in its one transaction."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import LargeBinary, bindparam, func, insert, literal_column, select, update

from polls.db import direct
from polls.db.schema import ballot, choice, question
from polls.domain import ballots as domain
from polls.domain.credentials import key_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select

Rows: TypeAlias = "Sequence[Row[*tuple[Any, ...]]]"

_IS_CURRENT = ballot.c.replaced_by.is_(None)

# The lock is on the question's row alone, so closing, editing and voting wait for each other and
# readers wait for nobody. In the order of ids, so that two processes cannot wait in a circle.
_LOCK = (
    select(
        choice.c.id.label("choice_id"),
        question.c.id,
        question.c.key,
        question.c.pub_date,
        question.c.close_date,
        question.c.closed_at,
        question.c.may_change,
        question.c.credential_key,
        question.c.ballot_count,
    )
    .select_from(question.outerjoin(choice))
    .where(question.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(question.c.id)
    .with_for_update(of=question)
)


@lru_cache
def _standing(size: int) -> Select[Any]:
    """Return the query for the current ballots under `size` hashes, named h0, h1, h2 and so on."""
    return select(ballot.c.key_hash, ballot.c.position, ballot.c.selection).where(
        _IS_CURRENT,
        # “+ 0” hides the question from both planners, which would otherwise read its whole
        # ledger by the primary key rather than look a few hashes up in ballot_current_key.
        ballot.c.question_id + literal_column("0") == bindparam("question_id"),
        ballot.c.key_hash.in_([bindparam(f"h{n}", type_=LargeBinary) for n in range(size)]),
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
        version=question.c.version + literal_column("1"),
    )
)


def lock_questions(connection: Connection, keys: Iterable[str]) -> Rows:
    """Lock the questions with these keys until the transaction ends; return a row a choice.

    Each row has the question's rules and one `choice_id`, which is None if there are no choices.
    """
    return connection.execute(_LOCK, {"keys": sorted(set(keys))}).all()


def standing(
    connection: Connection,
    question_id: int,
    key_hashes: Collection[bytes],
) -> dict[bytes, tuple[int, domain.Selection]]:
    """Return position and selection of the current ballots that carry one of these hashes."""
    hashes = list(key_hashes)
    # A power of two of them, so that a handful of statements serves every size of a batch.
    size = 1 << (len(hashes) - 1).bit_length()
    parameters: dict[str, Any] = {f"h{n}": hashes[min(n, len(hashes) - 1)] for n in range(size)}
    parameters["question_id"] = question_id
    rows = direct.fetch(connection, _standing(size), parameters)
    return {key_hash: (position, domain.decode(text)) for key_hash, position, text in rows}


def standing_of(
    connection: Connection,
    question_id: int,
    credential: str,
) -> domain.Selection | None:
    """Return what the holder of `credential` has on record, if anything."""
    keys = select(question.c.credential_key).where(question.c.id == question_id)
    credential_key = connection.execute(keys).scalar_one()
    found = standing(connection, question_id, [key_hash(credential_key, credential)])
    return next((selection for _, selection in found.values()), None)


def append(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert ballots; each row has every column of the table."""
    direct.run(connection, _APPEND, rows)


def replace(connection: Connection, replaced: list[dict[str, int]]) -> None:
    """Mark ballots as replaced: rows of in_question, old_position, new_position."""
    direct.run(connection, _REPLACE, replaced)


def count(connection: Connection, deltas: Mapping[int, int]) -> None:
    """Add to the counters of choices; `deltas` maps a choice's id to its change."""
    rows = [{"choice_id": id_, "delta": delta} for id_, delta in sorted(deltas.items())]
    direct.run(connection, _COUNT, rows)


def grow(connection: Connection, added: Mapping[int, int]) -> None:
    """Lengthen ledgers; `added` maps a question's id to the number of its new ballots."""
    rows = [{"question_id": id_, "added": number} for id_, number in sorted(added.items())]
    direct.run(connection, _GROW, rows)


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


def ledger_length(connection: Connection, question_id: int) -> tuple[int, int]:
    """Return the number of a question's ballots, and one more than its last position."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.max(ballot.c.position) + 1, 0)).where(
            ballot.c.question_id == question_id,
        ),
    ).one()
    return row[0], row[1]
