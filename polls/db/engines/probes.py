"""A write that leaves nothing behind, to find out whether the database takes any."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from polls.db.schema import question

if TYPE_CHECKING:
    from sqlalchemy import Connection

BYTES = 64 * 1024
"""As much as a few hundred ballots, and random, so that nothing makes it smaller: a row of a few
bytes fits into a file that cannot grow any more."""

_ID = -1
"""Of no question, and taken from no sequence."""


def leave_no_trace(connection: Connection) -> None:
    """Insert a row and take it away again; it is the commit that tells."""
    connection.execute(
        insert(question),
        {
            "id": _ID,
            "question_text": "",
            "pub_date": datetime.now(UTC),
            "is_listed": False,
            "may_change": False,
            "credential_key": b"",
            "description": secrets.token_hex(BYTES // 2),
        },
    )
    connection.execute(delete(question).where(question.c.id == _ID))
