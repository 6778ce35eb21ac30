"""Who is invited, and who of them has voted; never what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.db.voters import invitations as table
from polls.domain.questions.rules import Voters
from polls.domain.results.requirements import has_quorum
from polls.domain.results.tallies import Count

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.electorate.turnout import Invitation, Show, Turnout
    from polls.domain.questions.questions import Question

PAGE_SIZE = 100

_WEIGHTS_NAMED = 10
"""Of those that give somebody away: enough to see what is meant."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Who is invited to a question, a page of them, and how many have voted."""

    turnout: Turnout
    lonely_weights: tuple[int, ...]
    """Some of the weights that one invitation alone has, if weights differ."""
    invitations: tuple[Invitation, ...]
    following: int | None
    """The id after which the next page begins, if there is one."""

    @property
    def has_revocable(self) -> bool:
        """Whether one of this page has neither voted nor been revoked."""
        return any(not (each.has_voted or each.is_revoked) for each in self.invitations)


async def overview(
    database: Database,
    question: Question,
    show: Show,
    search: str = "",
    after: int = 0,
) -> Overview:
    """Return a page of the invitations whose names contain `search`, and the numbers of all."""
    return await database.read(_overview, question.id, show, search, after)


async def numbers(database: Database, question: Question) -> Turnout:
    """Return how many are invited and how many of them have voted."""
    return await database.read(table.turnout, question.id)


def invited(connection: Connection, question: Question) -> Count | None:
    """Return all who are invited, where a result needs a share or a weight of them."""
    rules = question.rules
    if rules.voters is not Voters.INVITED or not has_quorum(rules):
        return None
    found = table.turnout(connection, question.id)
    return Count(found.invited, found.invited_weight)


async def waiting(database: Database, question: Question) -> list[tuple[str | int, ...]]:
    """Return all who may still vote and have not, as the lines of a table."""
    found = await database.read(table.waiting, question.id, None)
    rows: list[tuple[str | int, ...]] = [("name", "weight")]
    rows += [(each.label, each.weight) for each in found]
    return rows


def _overview(
    connection: Connection,
    question_id: int,
    show: Show,
    search: str,
    after: int,
) -> Overview:
    found = table.some(
        connection,
        question_id,
        show,
        search,
        after=after,
        limit=PAGE_SIZE + 1,
    )
    numbers = table.turnout(connection, question_id)
    lonely = (
        table.lonely_weights(connection, question_id, _WEIGHTS_NAMED) if numbers.is_weighted else ()
    )
    is_more = len(found) > PAGE_SIZE
    return Overview(
        numbers,
        tuple(lonely),
        tuple(found[:PAGE_SIZE]),
        found[PAGE_SIZE - 1].id if is_more else None,
    )
