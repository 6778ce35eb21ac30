from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from polls.ballotbox import BallotBox, Writer
from polls.domain.ballots import Outcome
from polls.domain.errors import AlreadyVotedError
from polls.services import ballots, questions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.db.database import Database


@pytest.fixture
async def box(database: Database) -> AsyncIterator[BallotBox]:
    box = BallotBox(Writer(database, announce=lambda _key: None).write)
    running = asyncio.create_task(box.run())
    yield box
    box.drain()
    await running


async def test_cast_counts_a_ballot_once_however_often_it_comes(
    database: Database,
    box: BallotBox,
) -> None:
    key = await questions.ask(database, "Tea or coffee?", ["Tea", "Coffee"])

    outcomes = [await ballots.cast(box, key, ["1"], "browser:bob") for _ in range(3)]

    assert outcomes == [Outcome.NEW, Outcome.SAME, Outcome.SAME]


async def test_cast_refuses_a_change_of_a_final_vote(database: Database, box: BallotBox) -> None:
    key = await questions.ask(database, "Tea or coffee?", ["Tea", "Coffee"], may_change=False)
    await ballots.cast(box, key, ["1"], "browser:bob")

    with pytest.raises(AlreadyVotedError):
        await ballots.cast(box, key, ["2"], "browser:bob")
