"""The codes of invitations in the database, as voters come with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from polls.db.schema import invitation, question

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.direct import Direct

_IS_REVOKED = (
    select(invitation.c.is_revoked)
    .select_from(invitation.join(question, invitation.c.question_id == question.c.id))
    .where(
        question.c.key == bindparam("key"),
        invitation.c.code_hash == bindparam("code_hash"),
    )
)


def is_revoked(direct: Direct, key: str, code_hash: bytes) -> bool | None:
    """Tell whether an invitation to a question was revoked; None if there is no such one."""
    rows = direct.fetch(_IS_REVOKED, {"key": key, "code_hash": code_hash})
    return bool(rows[0][0]) if rows else None


def are_weighted(connection: Connection, question_id: int) -> bool:
    """Tell whether some invitations to a question count for more than others."""
    weights = exists().where(invitation.c.question_id == question_id, invitation.c.weight != 1)
    return bool(connection.execute(select(weights)).scalar_one())
