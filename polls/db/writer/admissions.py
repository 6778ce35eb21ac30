"""Invitations and networks in the database, as the writer of ballots reads and marks them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from polls.db.engines.direct import numbered, parameters
from polls.db.schema import invitation, network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Select

    from polls.db.engines.direct import Direct


class StoredInvitation(NamedTuple):
    """What of an invitation decides about a ballot."""

    id: int
    weight: int
    is_revoked: bool


_USE = (
    update(invitation)
    .where(invitation.c.id == bindparam("invitation_id"))
    .values(has_voted=bindparam("has_voted_now"))
)


@lru_cache
def _invited(size: int) -> Select[Any]:
    """Return the query for the invitations under `size` hashes, named h0, h1, h2 and so on."""
    return select(
        invitation.c.code_hash,
        invitation.c.id,
        invitation.c.weight,
        invitation.c.is_revoked,
    ).where(
        invitation.c.question_id == bindparam("question_id"),
        invitation.c.code_hash.in_(parameters("h", size, LargeBinary())),
    )


@lru_cache
def _networks(size: int) -> Select[Any]:
    """Return the query for the networks under `size` tags, named t0, t1, t2 and so on."""
    return select(network.c.tag, network.c.voters).where(
        network.c.question_id == bindparam("question_id"),
        network.c.tag.in_(parameters("t", size, LargeBinary())),
    )


@lru_cache
def _seating(insert: Any) -> Any:
    row = insert(network).values({column.name: bindparam(column.name) for column in network.c})
    return row.on_conflict_do_update(
        index_elements=[network.c.question_id, network.c.tag],
        set_={"voters": row.excluded.voters},
    )


def invited(
    direct: Direct, question_id: int, hashes: Iterable[bytes]
) -> dict[bytes, StoredInvitation]:
    """Return the question's invitations whose codes have one of these hashes, by hash."""
    values = numbered("h", hashes)
    rows = direct.fetch(_invited(len(values)), {**values, "question_id": question_id})
    return {code_hash: StoredInvitation(*rest) for code_hash, *rest in rows}


def networks(direct: Direct, question_id: int, tags: Iterable[bytes]) -> dict[bytes, int]:
    """Return how many voters the question's networks with one of these tags have had, by tag."""
    values = numbered("t", tags)
    rows = direct.fetch(_networks(len(values)), {**values, "question_id": question_id})
    return {row[0]: row[1] for row in rows}


def use(direct: Direct, used: Mapping[int, bool]) -> None:
    """Note whether the holders of these invitations, by their ids, have voted."""
    direct.run(
        _USE,
        [{"invitation_id": id_, "has_voted_now": has_voted} for id_, has_voted in used.items()],
    )


def seat(direct: Direct, voters: Mapping[tuple[int, bytes], int]) -> None:
    """Note how many voters networks have now, by question id and tag."""
    insert = postgresql.insert if direct.is_postgres else sqlite.insert
    direct.run(
        _seating(insert),
        [
            {"question_id": question_id, "tag": tag, "voters": number}
            for (question_id, tag), number in voters.items()
        ],
    )
