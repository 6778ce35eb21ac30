"""A question that nobody else changes is written in one round trip, and never on stale terms."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, text

from polls.ballotbox import Writer
from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.errors import QuestionClosedError
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.results import recounts
from polls.services.running import databases
from polls.services.voters import invitations
from tests import asking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from polls.ballotbox.draft import Draft
    from polls.db.engines.database import Database
    from polls.settings import Settings

NEW = [Outcome.NEW]


class Counting(Writer):
    """Counts how the batches were written."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, announce=lambda _key: None)
        self.at_once = self.locked = 0

    async def vote(self, key: str, *voters: str, choice: int = 1) -> list[object]:
        tried = self.locked
        outcomes = await self.write([Ballot(key, (choice,), voter) for voter in voters])
        self.at_once += self.locked == tried
        return list(outcomes)

    async def _write_locked(self, ballots: Sequence[Ballot]) -> Draft:
        self.locked += 1
        return await super()._write_locked(ballots)


@asynccontextmanager
async def calm(settings: Settings) -> AsyncIterator[tuple[Database, Counting, str]]:
    """A question with the choices 1 and 2, and a writer that already wrote two batches for it."""
    async with databases.opened(settings) as database:
        key = await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])
        writer = Counting(database)
        await writer.vote(key, "first")
        await writer.vote(key, "second")
        yield database, writer, key


async def assert_counted(database: Database, key: str, ballots: int) -> None:
    recount = await recounts.of(database, key)
    assert (recount.ballots, recount.differences) == (ballots, ())


async def test_writer_needs_no_lock_for_a_calm_question(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        outcomes = await writer.vote(key, "bob", "charlie", "bob")
        outcomes += await writer.vote(key, "dana")

        assert outcomes == [Outcome.NEW, Outcome.NEW, Outcome.SAME, Outcome.NEW]
        assert (writer.locked, writer.at_once) == (2, 2)
        await assert_counted(database, key, 5)


async def test_writer_looks_before_it_takes_a_vote_of_a_calm_question_back(
    postgres_settings: Settings,
) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        withdrawn = await writer.write([Ballot(key, (), "first", is_withdrawal=True)])
        await writer.vote(key, "bob")
        await writer.vote(key, "charlie")
        locked = writer.locked

        again = await writer.vote(key, "first")

        assert (withdrawn, again) == ([Outcome.WITHDRAWN], NEW)
        assert writer.locked == locked
        await assert_counted(database, key, 6)


async def test_writer_takes_nothing_on_the_terms_of_another_history(
    postgres_settings: Settings,
) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await bring_back(database, "closed_at = pub_date, stamp = '\\x00'")

        outcomes = await writer.vote(key, "bob")

        assert [type(outcome) for outcome in outcomes] == [QuestionClosedError]
        await assert_counted(database, key, 2)


async def test_stamp_is_what_tells_another_history(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await bring_back(database, "closed_at = pub_date")  # which nothing does without a stamp

        assert await writer.vote(key, "bob") == NEW


async def test_writer_leaves_no_gap_in_the_ledger_of_another_history(
    postgres_settings: Settings,
) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await database.write(take_the_last_ballot_back)

        assert await writer.vote(key, "bob") == NEW
        await assert_counted(database, key, 2)


async def test_writer_says_when_a_question_is_in_an_earlier_state(
    postgres_settings: Settings,
) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        heard: list[object] = []
        writer._announce = heard.append
        await bring_back(database, "version = 1")

        await writer.vote(key, "bob")

        assert heard == [None, (key, 2)]


async def bring_back(database: Database, columns: str) -> None:
    """Give questions other values, as a backup does when it is brought back: nobody is told."""
    await database.write(Connection.execute, text(f"UPDATE question SET {columns}"))  # noqa: S608


def take_the_last_ballot_back(connection: Connection) -> None:
    """Leave the question at the version that it has, as it is in a history with one ballot less."""
    connection.execute(text("UPDATE question SET ballot_count = 1, vote_count = 1"))
    connection.execute(text("UPDATE choice SET votes = 1 WHERE votes = 2"))
    connection.execute(text("DELETE FROM ballot WHERE position = 1"))


async def test_writer_takes_a_change_within_one_batch(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        outcomes = await writer.write([Ballot(key, (mark,), "bob") for mark in (1, 2)])

        assert (outcomes, writer.locked) == ([Outcome.NEW, Outcome.CHANGED], 2)
        await assert_counted(database, key, 4)


async def test_writer_looks_up_its_voters_only_in_a_ledger_that_began_empty(
    postgres_settings: Settings,
) -> None:
    async with calm(postgres_settings) as (_, writer, key):
        for batch in range(60):
            await writer.vote(key, *(f"voter {batch} {number}" for number in range(20)))

    async with databases.opened(postgres_settings) as database:  # the other connection is closed
        read = await database.read(_read_in_ledgers)

    assert read < 60 * 20


async def test_writer_reads_of_a_ledger_only_what_came_since_the_last_release(
    postgres_settings: Settings,
) -> None:
    async with databases.opened(postgres_settings) as database:
        key = await asking.ask(database, voters=Voters.INVITED, release_step=5)
        codes = [made.code for made in await invitations.make(database, key, 1_200, OPERATOR)]
        writer = Counting(database)
        for start in range(0, len(codes), 20):
            crowd = codes[start : start + 20]
            await writer.write([Ballot(key, (1,), "anywhere", code=code) for code in crowd])

    async with databases.opened(postgres_settings) as database:  # the other connection is closed
        read = await database.read(_read_in_ledgers)
        await assert_counted(database, key, len(codes))

    assert read < 3 * len(codes)


def _read_in_ledgers(connection: Connection) -> int:
    statement = "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'ballot'"
    return int(connection.exec_driver_sql(statement).scalar_one())


async def test_writer_locks_on_sqlite_where_it_costs_nothing(sqlite_settings: Settings) -> None:
    async with calm(sqlite_settings) as (database, writer, key):
        await writer.vote(key, "bob")

        assert (writer.locked, writer.at_once) == (3, 0)
        await assert_counted(database, key, 3)


async def test_writer_sees_that_a_voter_had_voted(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        outcomes = await writer.vote(key, "bob", "first", choice=2)

        assert (outcomes, writer.locked) == ([Outcome.NEW, Outcome.CHANGED], 3)
        await assert_counted(database, key, 4)


async def test_writer_sees_that_another_process_wrote(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await Counting(database).vote(key, "elsewhere")

        outcomes = await writer.vote(key, "bob")

        assert (outcomes, writer.locked) == (NEW, 3)
        await assert_counted(database, key, 4)


async def test_writer_sees_that_voting_has_ended(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await asking.close(database, key)

        (refusal,) = await writer.vote(key, "bob")

        assert isinstance(refusal, QuestionClosedError)
        await assert_counted(database, key, 2)


async def test_writer_refuses_nobody_for_what_it_remembers(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (_database, writer, key):
        (refusal,) = await writer.vote(key, "bob", choice=99)

        assert isinstance(refusal, InvalidSelectionError)
        assert (writer.locked, writer.at_once) == (3, 0)


async def test_writer_writes_all_questions_of_a_batch_or_none(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        other = await asking.ask(database, "Milk?", ["Yes", "No"])
        for voter in ("first", "second"):
            await writer.vote(other, voter, choice=3)
        await writer.write([Ballot(key, (1,), "third"), Ballot(other, (3,), "third")])
        await asking.close(database, other)

        outcomes = await writer.write([Ballot(key, (1,), "bob"), Ballot(other, (3,), "bob")])

        assert (outcomes[0], type(outcomes[1])) == (Outcome.NEW, QuestionClosedError)
        await assert_counted(database, key, 4)
        await assert_counted(database, other, 3)


async def test_writer_becomes_calm_again(postgres_settings: Settings) -> None:
    async with calm(postgres_settings) as (database, writer, key):
        await Counting(database).vote(key, "elsewhere")
        for number in range(4):
            await writer.vote(key, f"bob {number}")

        assert (writer.locked, writer.at_once) == (4, 2)
        await assert_counted(database, key, 7)


@pytest.mark.parametrize("seed", range(5))
async def test_writers_of_two_processes_lose_nothing(
    postgres_settings: Settings, seed: int
) -> None:
    chance = random.Random(seed)
    async with calm(postgres_settings) as (database, writer, key):
        async with databases.opened(postgres_settings) as elsewhere:
            writers = (writer, Counting(elsewhere))
            for _ in range(30):
                # Bursts of one alone, so that it grows calm, and of both at once.
                chosen = chance.choice([writers[:1], writers[1:], writers])
                await asyncio.gather(
                    *(
                        each.vote(
                            key, f"voter {chance.randrange(400)}", choice=chance.choice([1, 2])
                        )
                        for each in chosen
                    ),
                )

        assert any(each.at_once for each in writers)
        recount = await recounts.of(database, key)
        assert recount.differences == ()
