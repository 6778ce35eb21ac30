from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from polls import migrations
from polls.ballotbox import BallotBox, Writer
from polls.db.engines.engine import connect
from polls.domain.ballots.ballots import Ballot
from polls.services.running import databases
from polls.services.running.readiness import KEEP_SECONDS, WAIT_SECONDS, Obstacle, Readiness
from polls.services.running.supervision import Supervisor
from polls.settings import PostgresSettings, Settings
from tests.faults import breakable, set_revision

if TYPE_CHECKING:
    from pathlib import Path

    from polls.db.engines.database import Database


class Clock:
    """Shows the time that it is set to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def go_on(self) -> None:
        self.now += KEEP_SECONDS


@pytest.fixture
def clock() -> Clock:
    return Clock()


def box_of(database: Database, capacity: int = 10) -> BallotBox:
    """Return a box that nobody empties."""
    return BallotBox(Writer(database, announce=lambda _key: None).write, capacity)


async def test_readiness_of_a_healthy_server_has_no_problem(database: Database) -> None:
    readiness = Readiness(database, box_of(database), Supervisor())

    assert await readiness.problems() == ()


async def test_readiness_names_a_database_that_is_away_until_it_is_back(
    settings: Settings,
    tmp_path: Path,
    clock: Clock,
) -> None:
    async with (
        breakable(settings, tmp_path) as fault,
        databases.served(fault.settings) as database,
    ):
        readiness = Readiness(database, box_of(database), Supervisor(), clock)
        before = await readiness.problems()

        fault.begin()
        clock.go_on()
        began = time.monotonic()
        meanwhile = await readiness.problems()
        seconds = time.monotonic() - began
        fault.end()
        async with asyncio.timeout(5):
            while await readiness.problems():
                clock.go_on()
                await asyncio.sleep(0.05)
        await readiness.close()

    assert before == ()
    assert meanwhile == (Obstacle.DATABASE,)
    assert seconds < WAIT_SECONDS + 1


async def test_readiness_does_not_wait_again_for_a_look_that_hangs(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    async with (
        breakable(postgres_settings, tmp_path) as fault,
        databases.served(fault.settings) as database,
    ):
        readiness = Readiness(database, box_of(database), Supervisor())
        fault.begin()
        first = await readiness.problems()

        began = time.monotonic()
        second = await readiness.problems()
        seconds = time.monotonic() - began
        fault.end()
        await readiness.close()

    assert first == second == (Obstacle.DATABASE,)
    assert seconds < WAIT_SECONDS / 2


async def test_readiness_names_tables_that_are_behind_until_they_are_not(
    settings: Settings,
    clock: Clock,
) -> None:
    async with databases.opened(settings) as database:
        readiness = Readiness(database, box_of(database), Supervisor(), clock)

        await set_revision(settings, None)
        behind = await readiness.problems()
        await set_revision(settings, migrations.HEAD)
        clock.go_on()
        current = await readiness.problems()

    assert behind == (Obstacle.SCHEMA,)
    assert current == ()


async def test_readiness_lets_tables_be_newer(settings: Settings) -> None:
    async with databases.opened(settings) as database:
        readiness = Readiness(database, box_of(database), Supervisor())

        await set_revision(settings, "9999")

        assert await readiness.problems() == (), "its successor is not up yet"


async def test_readiness_names_a_box_that_is_nearly_full(database: Database) -> None:
    box = box_of(database, capacity=10)
    readiness = Readiness(database, box, Supervisor())
    found = []

    for number in range(9):
        box.put(Ballot("1", (1,), f"browser:{number}"))
        found.append(await readiness.problems())

    assert found == [()] * 7 + [(Obstacle.BALLOT_BOX,)] * 2


async def test_readiness_ends_when_the_server_stops(database: Database) -> None:
    readiness = Readiness(database, box_of(database), Supervisor())
    before = await readiness.problems()

    readiness.stop()

    assert before == ()
    assert await readiness.problems() == (Obstacle.STOPPING,)


async def test_readiness_looks_at_the_database_once_a_second(
    clock: Clock,
    unused_tcp_port: int,
) -> None:
    # A database that is away, because that is logged at each look.
    block = PostgresSettings(host="127.0.0.1", port=unused_tcp_port)
    database = connect(Settings(postgres=block))
    readiness = Readiness(database, box_of(database), Supervisor(), clock)

    with capture_logs() as logs:
        looks = []
        for _ in range(3):
            answers = await asyncio.gather(*(readiness.problems() for _ in range(100)))
            answers += [await readiness.problems() for _ in range(100)]
            clock.go_on()
            looks.append(len([each for each in logs if each["event"] == "database_unavailable"]))

    assert set(answers) == {(Obstacle.DATABASE,)}
    assert looks == [1, 2, 3]
    await database.close()


async def test_readiness_logs_each_change_once(settings: Settings, clock: Clock) -> None:
    async with databases.opened(settings) as database:
        readiness = Readiness(database, box_of(database), Supervisor(), clock)
        with capture_logs() as logs:
            for revision in (None, None, migrations.HEAD, migrations.HEAD):
                await set_revision(settings, revision)
                await readiness.problems()
                clock.go_on()

    assert [event["problems"] for event in logs] == [[Obstacle.SCHEMA.value], []]
