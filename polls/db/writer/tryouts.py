"""Ballots that were cast to try a question out: as if there had been none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from polls.db.schema import ballot, choice, invitation, network, question

if TYPE_CHECKING:
    from sqlalchemy import Connection


def wipe(connection: Connection, question_id: int) -> None:
    """Forget every ballot of a question, and whatever counts or remembers them.

    Args:
        connection: in a transaction that has locked the question.
        question_id: which question.
    """
    counters = {"ballot_count": 0, "vote_count": 0, "released_count": 0}
    connection.execute(delete(ballot).where(ballot.c.question_id == question_id))
    connection.execute(delete(network).where(network.c.question_id == question_id))
    connection.execute(update(choice).where(choice.c.question_id == question_id).values(votes=0))
    connection.execute(
        update(invitation).where(invitation.c.question_id == question_id).values(has_voted=False),
    )
    connection.execute(update(question).where(question.c.id == question_id).values(counters))
