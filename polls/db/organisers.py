"""Organisers in the database: the hash of a question's secret, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from polls.db.schema import question

if TYPE_CHECKING:
    from polls.db.engines.direct import Direct

_SECRET_HASH = select(question.c.secret_hash).where(question.c.key == bindparam("key"))


def secret_hash_of(direct: Direct, key: str) -> bytes | None:
    """Return the hash of a question's secret; None if there is no question, or it has none."""
    rows = direct.fetch(_SECRET_HASH, {"key": key})
    return rows[0][0] if rows else None
