"""Looks into the database, ballot by ballot, from outside the program that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from polls.db.schema import ballot, question
from polls.domain.ballots.selections import Selection, decode
from polls.services.results import recounts
from polls.services.running import databases

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.services.results.differences import Difference
    from polls.settings import Settings
    from tests.scenarios.voters import Voters


@dataclass(frozen=True)
class Account:
    """How the ballots in the database compare with what voters were told."""

    lost: int
    altered: int
    recorded: int
    differences: tuple[Difference, ...]


async def account(settings: Settings, voters: Voters) -> Account:
    """Look up every acknowledged vote, and recount."""
    async with databases.opened(settings) as database:
        differences = (await recounts.of(database, voters.question)).differences
        key, current = await database.read(_ledger, voters.question)
    selections = dict(current)
    assert len(selections) == len(current), "one voter has two current ballots"
    told = voters.hashes(key)
    return Account(
        lost=len(told.keys() - selections.keys()),
        altered=sum(
            selections.get(hash_, (choice,)) != (choice,) for hash_, choice in told.items()
        ),
        recorded=len(current),
        differences=differences,
    )


def _ledger(connection: Connection, key: str) -> tuple[bytes, list[tuple[bytes, Selection]]]:
    """Return the question's credential key, and hash and selection of its current ballots."""
    asked = connection.execute(select(question).where(question.c.key == key)).one()
    rows = connection.execute(
        select(ballot).where(ballot.c.question_id == asked.id, ballot.c.replaced_by.is_(None)),
    )
    return asked.credential_key, [(row.key_hash, decode(row.selection)) for row in rows]
