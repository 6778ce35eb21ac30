"""Looks into the database, ballot by ballot, from outside the program that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from polls.db.schema import ballot, question
from polls.domain.ballots import decode
from polls.services import databases, results

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.scenarios.voters import Voters


@dataclass(frozen=True)
class Account:
    """How the ballots in the database compare with what voters were told."""

    lost: int
    altered: int
    recorded: int
    differences: tuple[str, ...]


async def account(settings: Settings, voters: Voters) -> Account:
    """Look up every acknowledged vote, and recount."""
    async with databases.opened(settings) as database:
        recounts = [each async for each in results.recount(database, voters.question)]
        async with database.reading() as connection:
            key = (
                await connection.execute(
                    select(question.c.credential_key).where(question.c.key == voters.question),
                )
            ).scalar_one()
            rows = await connection.execute(
                select(ballot.c.key_hash, ballot.c.selection).where(
                    ballot.c.replaced_by.is_(None),
                ),
            )
            current = [(row.key_hash, decode(row.selection)) for row in rows]
    selections = dict(current)
    assert len(selections) == len(current), "one voter has two current ballots"
    told = voters.hashes(key)
    return Account(
        lost=len(told.keys() - selections.keys()),
        altered=sum(
            selections.get(hash_, (choice,)) != (choice,) for hash_, choice in told.items()
        ),
        recorded=len(current),
        differences=tuple(line for each in recounts for line in each.differences),
    )
