from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from polls.ballotbox import Writer
from polls.db.engines.changes import CHANNEL, Change
from polls.db.engines.engine import connect
from polls.db.engines.postgres import LISTENER
from polls.db.engines.sqlite import Sqlite
from polls.domain.ballots.ballots import Ballot
from polls.domain.errors import UnavailableError
from polls.domain.questions.asking import checked
from polls.live import listen
from polls.services.questions import questions
from polls.services.running import databases
from tests import asking
from tests.postgres import session
from tests.scenarios.links import linked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.settings import Settings

WITHIN = 1.0
NOTICED_WITHIN = 6.0
BACK_WITHIN = 5.0

NOW = datetime(2026, 6, 5, tzinfo=UTC)
NEW = checked(asking.new("Tea?", ["Yes", "No"]), NOW)


class Ear:
    """Keeps what was heard, and waits until something is."""

    def __init__(self) -> None:
        self.heard: list[Change | None] = []
        self._is_told = asyncio.Event()

    def __call__(self, change: Change | None) -> None:
        self.heard.append(change)
        self._is_told.set()

    async def hears(self, change: Change | None, within: float = WITHIN) -> None:
        async with asyncio.timeout(within):
            while change not in self.heard:
                self._is_told.clear()
                await self._is_told.wait()


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[Ear]:
    ear = Ear()
    task = asyncio.create_task(listen(database, ear))
    try:
        await ear.hears(None)
        ear.heard.clear()
        yield ear
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture
async def ear(database: Database) -> AsyncIterator[Ear]:
    async with listening(database) as ear:
        yield ear


async def test_listener_hears_what_this_process_asks_and_closes(
    database: Database,
    ear: Ear,
) -> None:
    key = await asking.ask(database, "Tea?", ["Yes", "No"])
    await asking.close(database, key)

    await ear.hears(Change(key, 0))
    await ear.hears(Change(key, 1))


async def test_listener_hears_another_process(settings: Settings, ear: Ear) -> None:
    async with databases.opened(settings) as other:
        key = await asking.ask(other, "Tea?", ["Yes", "No"])

        await ear.hears(Change(key, 0) if settings.postgres else None)


async def test_listener_hears_a_vote_of_another_process(postgres_settings: Settings) -> None:
    async with (
        databases.opened(postgres_settings) as ours,
        databases.opened(postgres_settings) as other,
        listening(ours) as ear,
    ):
        key = await asking.ask(other, "Tea?", ["Yes", "No"])
        await Writer(other, announce=lambda _change: None).write([Ballot(key, (1,), "bob")])

        await ear.hears(Change(key, 1))


async def test_listener_hears_nothing_where_nothing_changed(database: Database, ear: Ear) -> None:
    key = await asking.ask(database, "Tea?", ["Yes", "No"])
    await asking.close(database, key)
    await ear.hears(Change(key, 1))
    ear.heard.clear()

    await asking.close(database, key)
    await asking.ask(database, "Milk?", ["Yes", "No"])
    await ear.hears(Change("2", 0))

    assert ear.heard == [Change("2", 0)]


async def test_listener_does_not_take_our_own_commits_for_those_of_others(
    sqlite_settings: Settings,
) -> None:
    async with (
        databases.opened(sqlite_settings) as ours,
        databases.opened(sqlite_settings) as other,
    ):
        assert isinstance(ours, Sqlite)
        key = await asking.ask(ours, "Tea?", ["Yes", "No"])
        before = ours._others()

        await Writer(ours, announce=lambda _change: None).write([Ballot(key, (1,), "bob")])
        after_ours = ours._others()
        await asking.close(other, key)
        after_others = ours._others()

    assert before == after_ours
    assert after_ours != after_others


async def test_listener_hears_nothing_of_what_was_taken_back(
    database: Database,
    ear: Ear,
) -> None:
    def add_and_fail(connection: Connection) -> None:
        questions.add(connection, NEW, NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(add_and_fail)
    key = await asking.ask(database, "Milk?", ["Yes", "No"])
    await ear.hears(Change(key, 0))

    assert ear.heard == [Change(key, 0)]


async def test_listener_hears_of_a_commit_that_nobody_waited_for(
    sqlite_settings: Settings,
) -> None:
    def add_slowly(connection: Connection) -> None:
        questions.add(connection, NEW, NOW)
        time.sleep(0.1)

    async with databases.opened(sqlite_settings) as other:
        database = connect(sqlite_settings, seconds=0.05)
        async with listening(database) as ear:
            with pytest.raises(UnavailableError):
                await database.write(add_slowly)

            await ear.hears(None)
            assert len(await asking.every(other)) == 1
        await database.close()


async def test_listener_takes_a_foreign_announcement_for_anything(
    postgres_settings: Settings,
) -> None:
    async with databases.opened(postgres_settings) as database, listening(database) as ear:
        for payload in ("", "1", "1 ", "1 x", "1 -1", "1 ²"):
            ear.heard.clear()
            await _execute(postgres_settings, f"NOTIFY {CHANNEL}, '{payload}'")

            await ear.hears(None)


async def test_listener_is_back_after_its_connection_was_killed(
    postgres_settings: Settings,
) -> None:
    async with databases.opened(postgres_settings) as database, listening(database) as ear:
        await _execute(
            postgres_settings,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            LISTENER,
        )

        await ear.hears(None)
        key = await asking.ask(database, "Tea?", ["Yes", "No"])
        await ear.hears(Change(key, 0))


async def test_listener_notices_that_its_line_was_cut(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        linked(postgres_settings, tmp_path) as (link, over_the_link),
        databases.opened(over_the_link) as database,
        listening(database) as ear,
    ):
        with capture_logs() as logs:
            link.drop_packets()
            async with asyncio.timeout(NOTICED_WITHIN):
                while not logs:
                    await asyncio.sleep(0.05)
        link.mend()

        await ear.hears(None, within=BACK_WITHIN)
        assert {event["event"] for event in logs} == {"database_unavailable"}
        key = await asking.ask(database, "Tea?", ["Yes", "No"])
        await ear.hears(Change(key, 0))


async def _execute(settings: Settings, statement: str, *values: str) -> None:
    async with session(settings) as connection:
        await connection.execute(statement, *values)
