"""Invitations in the database, as the organiser manages them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, case, func, insert, not_, select, update

from polls.db.schema import invitation
from polls.domain.electorate.turnout import Invitation, Show, Turnout
from polls.domain.results.tallies import Count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection

_COLUMNS = (
    invitation.c.id,
    invitation.c.label,
    invitation.c.weight,
    invitation.c.has_voted,
    invitation.c.is_revoked,
)
_IS_INVITED = not_(invitation.c.is_revoked)
_IS_WAITING = and_(_IS_INVITED, not_(invitation.c.has_voted))
_SHOWN = {
    Show.INVITED: _IS_INVITED,
    Show.WAITING: _IS_WAITING,
    Show.VOTED: invitation.c.has_voted,
    Show.REVOKED: invitation.c.is_revoked,
}


class NewInvitation(NamedTuple):
    """An invitation as it is made."""

    label: str
    weight: int
    code_hash: bytes


def add(connection: Connection, question_id: int, new: Sequence[NewInvitation]) -> None:
    """Insert at least one invitation."""
    rows = [{"question_id": question_id, **each._asdict()} for each in new]
    connection.execute(insert(invitation), rows)


def turnout(connection: Connection, question_id: int) -> Turnout:
    """Count the invitations of a question, and those who have voted."""
    voted = and_(_IS_INVITED, invitation.c.has_voted)
    weight = invitation.c.weight
    row = connection.execute(
        select(
            *(
                func.coalesce(func.sum(case((is_one, value), else_=0)), 0)
                for is_one, value in (
                    (_IS_INVITED, 1),
                    (voted, 1),
                    (_IS_INVITED, weight),
                    (voted, weight),
                    (invitation.c.is_revoked, 1),
                )
            ),
        ).where(invitation.c.question_id == question_id),
    ).one()
    return Turnout(*row)


def lonely_weights(connection: Connection, question_id: int, limit: int) -> list[int]:
    """Return weights that one invitation alone has, the heaviest first."""
    weight = invitation.c.weight
    return list(
        connection.scalars(
            select(weight)
            .where(invitation.c.question_id == question_id, _IS_INVITED)
            .group_by(weight)
            .having(func.count() == 1)
            .order_by(weight.desc())
            .limit(limit),
        ),
    )


def used(connection: Connection, question_id: int) -> Count:
    """Return how many ballots a question's invitations were used for, and their weight."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(invitation.c.weight), 0)).where(
            invitation.c.question_id == question_id,
            invitation.c.has_voted,
        ),
    ).one()
    return Count(*row)


def some(  # noqa: PLR0913 - each narrows the list further
    connection: Connection,
    question_id: int,
    show: Show,
    search: str,
    *,
    after: int,
    limit: int,
) -> list[Invitation]:
    """Return invitations whose label contains `search`, as they were made, after an id."""
    query = select(*_COLUMNS).where(
        invitation.c.question_id == question_id,
        invitation.c.id > after,
        _SHOWN[show],
    )
    if search:
        query = query.where(invitation.c.label.icontains(search, autoescape=True))
    rows = connection.execute(query.order_by(invitation.c.id).limit(limit))
    return [Invitation(*row) for row in rows]


def waiting(
    connection: Connection,
    question_id: int,
    ids: Collection[int] | None,
) -> list[Invitation]:
    """Return those of the invitations with these ids, or of all, who may vote and have not."""
    query = select(*_COLUMNS).where(*_waiting_among(question_id, ids)).order_by(invitation.c.id)
    return [Invitation(*row) for row in connection.execute(query)]


def labels(connection: Connection, question_id: int) -> list[str]:
    """Return for whom the invitations are that were not revoked."""
    query = select(invitation.c.label).where(invitation.c.question_id == question_id, _IS_INVITED)
    return list(connection.scalars(query))


def count(connection: Connection, question_id: int) -> int:
    """Return how many invitations were ever made for a question."""
    query = select(func.count()).where(invitation.c.question_id == question_id)
    return connection.execute(query).scalar_one()


def revoke(connection: Connection, question_id: int, ids: Collection[int] | None) -> None:
    """Let the codes of those whom `waiting` returns open nothing any more."""
    these = _waiting_among(question_id, ids)
    connection.execute(update(invitation).where(*these).values(is_revoked=True))


def _waiting_among(
    question_id: int,
    ids: Collection[int] | None,
) -> list[ColumnElement[bool]]:
    among = [] if ids is None else [invitation.c.id.in_(ids)]
    return [invitation.c.question_id == question_id, _IS_WAITING, *among]
