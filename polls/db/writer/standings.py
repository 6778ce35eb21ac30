"""Current ballots in the database: what voters have on record."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, bindparam, literal_column, select

from polls.db.engines.changes import Change
from polls.db.engines.direct import numbered, parameters
from polls.db.schema import ballot, question
from polls.domain.ballots.selections import decode
from polls.domain.electorate.credentials import key_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from polls.db.engines.direct import Direct
    from polls.domain.ballots.selections import Selection

_KEYED = select(question.c.id, question.c.credential_key, question.c.version).where(
    question.c.key == bindparam("key"),
)


class Current(NamedTuple):
    """What a voter's current ballot says, and where it is."""

    position: int
    selection: Selection
    name: str | None


class Standing(NamedTuple):
    """What a voter has on record, if anything, and the version of the question that counts it."""

    selection: Selection | None
    name: str | None
    change: Change


def current(
    direct: Direct,
    question_id: int,
    key_hashes: Iterable[bytes],
) -> dict[bytes, Current]:
    """Return the current ballots that carry one of these hashes, by hash."""
    values = numbered("h", key_hashes)
    rows = direct.fetch(_current(len(values)), {**values, "question_id": question_id})
    return {
        key_hash: Current(position, decode(text), name) for key_hash, position, text, name in rows
    }


def find(direct: Direct, key: str, credential: str) -> Standing | None:
    """Return what the holder of `credential` has on record; None if there is no such question."""
    for question_id, credential_key, version in direct.fetch(_KEYED, {"key": key}):
        hash_ = key_hash(credential_key, credential)
        found = current(direct, question_id, [hash_]).get(hash_)
        change = Change(key, version)
        return (
            Standing(found.selection, found.name, change) if found else Standing(None, None, change)
        )
    return None


@lru_cache
def _current(size: int) -> Select[Any]:
    """Return the query for the current ballots under `size` hashes, named h0, h1, h2 and so on."""
    return select(
        ballot.c.key_hash,
        ballot.c.position,
        ballot.c.selection,
        ballot.c.name,
    ).where(
        ballot.c.replaced_by.is_(None),
        # “+ 0” hides the question from both planners, which would otherwise read its whole
        # ledger by the primary key rather than look a few hashes up in ballot_current_key.
        ballot.c.question_id + literal_column("0") == bindparam("question_id"),
        ballot.c.key_hash.in_(parameters("h", size, LargeBinary())),
    )
