"""Ballots that the organiser removes, in the database: they stay in the ledger, uncounted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update

from polls.db.schema import ballot, choice
from polls.domain.ballots.selections import decode, named

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question

NONCE_BYTES = 16


class RemovableBallot(NamedTuple):
    """A ballot that counts, under the name that its voter gave."""

    position: int
    name: str
    selection: Selection


class Removed(NamedTuple):
    """What was removed."""

    name: str
    counters: dict[str, int]
    """Columns of the question, with what they are to say."""


def signed(connection: Connection, question_id: int) -> list[RemovableBallot]:
    """Return the ballots that count and carry a name, as they were taken."""
    rows = connection.execute(
        select(ballot.c.position, ballot.c.name, ballot.c.selection)
        .where(
            ballot.c.question_id == question_id,
            ballot.c.replaced_by.is_(None),
            ballot.c.name.is_not(None),
        )
        .order_by(ballot.c.position),
    )
    return [RemovableBallot(row.position, row.name, decode(row.selection)) for row in rows]


def count(connection: Connection, question_id: int) -> int:
    """Return how many ballots of a question were removed; the row of a withdrawal has no name."""
    of_question = (ballot.c.question_id == question_id, ballot.c.replaced_by.is_not(None))
    is_removal = (ballot.c.replaced_by == ballot.c.position, ballot.c.name.is_not(None))
    removals = select(func.count()).where(*of_question, *is_removal)
    return connection.execute(removals).scalar_one()


def remove(connection: Connection, question: Question, position: int) -> Removed | None:
    """Let a ballot with a name count no more.

    Its place is taken by a row that says the same and takes its own place, too: so at no length of
    the ledger does that row count, and all that reads a ledger by its length goes on as it is.

    Args:
        connection: in a transaction that has locked the question.
        question: whose ballot it is.
        position: of the ballot.

    Returns:
        None: no such ballot counts.
    """
    its_ballot = (ballot.c.question_id == question.id, ballot.c.position == position)
    current = (*its_ballot, ballot.c.replaced_by.is_(None), ballot.c.name.is_not(None))
    row = connection.execute(select(ballot).where(*current)).mappings().first()
    if row is None:
        return None
    place = question.ballot_count
    connection.execute(update(ballot).where(*its_ballot).values(replaced_by=place))
    removal = {"position": place, "replaced_by": place, "nonce": os.urandom(NONCE_BYTES)}
    connection.execute(insert(ballot).values({**row, **removal}))
    ids = list(named(decode(row["selection"]), question.rules.style))
    connection.execute(
        update(choice).where(choice.c.id.in_(ids)).values(votes=choice.c.votes - 1),
    )
    counters = {"ballot_count": place + 1, "vote_count": question.vote_count - 1}
    return Removed(row["name"], counters)
