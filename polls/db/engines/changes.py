"""What a transaction announces: which question it changed, and the version that it made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import bindparam, func, select

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

T = TypeVar("T")

CHANNEL = "polls_question"
"""Where PostgreSQL carries announcements: a question's key, a space, its version."""


class Change(NamedTuple):
    """A question is at `version` now, or past it."""

    key: str
    version: int


_NOTIFY = select(func.pg_notify(CHANNEL, bindparam("payload")))
_COLLECTED = "polls announced"


def announce(connection: Connection, change: Change) -> None:
    """Tell all processes of a change, as soon as its transaction is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY, {"payload": f"{change.key} {change.version}"})
    else:
        connection.info[_COLLECTED].append(change)


def collect(connection: Connection, work: Callable[[Connection], T]) -> tuple[T, list[Change]]:
    """Do `work`; return also what it announced, where the database carries no announcements."""
    announced: list[Change] = []
    connection.info[_COLLECTED] = announced
    return work(connection), announced


def read(payload: str) -> Change | None:
    """Return what an announcement says; None if another program wrote it and it says nothing."""
    key, _, version = payload.partition(" ")
    return Change(key, int(version)) if version.isdecimal() and version.isascii() else None
