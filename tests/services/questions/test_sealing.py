from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, text

from polls.db import sealing as endings_table
from polls.db.engines import locks
from polls.db.schema import invitation
from polls.domain.errors import UnavailableError
from polls.domain.questions.log import OPERATOR
from polls.services.questions import lifecycle, sealing
from polls.services.results import recounts
from polls.services.running import databases, housekeeping
from polls.settings import Settings
from polls.typedefs import DATABASE
from tests import asking, rows

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from tests.conftest import ClientFor

MINUTE = timedelta(minutes=1)


async def over(database: Database, **values: Any) -> str:
    """Ask a question whose date of closing has passed, and nobody has noticed."""
    past = datetime.now(UTC) - MINUTE
    usual: dict[str, Any] = {"pub_date": past - MINUTE, "close_date": past}
    return await asking.ask(database, **usual | values)


async def test_end_of_voting_deletes_what_tells_networks_apart(database: Database) -> None:
    key = await asking.ask(database)
    other = await asking.ask(database)
    for each in (key, other):
        await rows.meet(database, each, networks=3)

    await asking.close(database, key)

    assert (await rows.numbers(database))["network"] == 3
    assert await rows.network_key(database, key) is None
    assert await rows.network_key(database, other) is not None


async def test_end_of_voting_keeps_what_invitations_say(database: Database) -> None:
    key = await asking.ask(database)
    await rows.invite(database, key, voted=3, others=2)
    columns = (invitation.c.id, invitation.c.code_hash, invitation.c.label, invitation.c.has_voted)
    before = [sorted(await rows.column(database, each)) for each in columns]

    await asking.close(database, key)

    assert [sorted(await rows.column(database, each)) for each in columns] == before


async def test_end_of_voting_ends_what_joins_voters_and_votes(postgres_settings: Settings) -> None:
    """Each row of PostgreSQL names the transaction that wrote it."""
    async with databases.opened(postgres_settings) as database:
        key = await asking.ask(database)
        await rows.invite(database, key, voted=0, others=8)
        for number in (5, 1, 6):  # as they voted, each in a transaction
            await database.write(_mark, number)
        before = await database.read(_transactions)

        await asking.close(database, key)

        after = await database.read(_transactions)
    assert len({xmin for xmin, _ in before}) == 4, "so it could be read off, and in which order"
    assert len({xmin for xmin, _ in after}) == 1
    assert sorted(label for _, label in after) == sorted(label for _, label in before)


async def test_invitations_are_rewritten_in_short_transactions(
    postgres_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(endings_table, "CHUNK", 3)
    async with databases.opened(postgres_settings) as database:
        key = await asking.ask(database)
        await rows.invite(database, key, voted=0, others=10)
        for number in (5, 1, 6):
            await database.write(_mark, number)
        before = await database.read(_transactions)

        await asking.close(database, key)

        after = await database.read(_transactions)
        assert await rows.network_key(database, key) is None
    assert sorted(label for _, label in after) == sorted(label for _, label in before)
    written = Counter(xmin for xmin, _ in after)
    assert sorted(written.values()) == [1, 3, 3, 3]
    assert not written.keys() & {xmin for xmin, _ in before}


async def test_invitations_are_rewritten_in_an_order_that_chance_makes(
    postgres_settings: Settings,
) -> None:
    async with databases.opened(postgres_settings) as database:
        key = await asking.ask(database)
        await rows.invite(database, key, voted=0, others=100)
        before = [label for _, label in await database.read(_transactions)]

        await asking.close(database, key)

        after = [label for _, label in await database.read(_transactions)]
    assert before == sorted(before, key=lambda label: int(label.split()[1]))
    assert after != before
    assert sorted(after) == sorted(before)


def _mark(connection: Connection, number: int) -> None:
    connection.execute(
        text("UPDATE invitation SET has_voted = true WHERE label = :label"),
        {"label": f"Number {number}"},
    )


def _transactions(connection: Connection) -> list[tuple[str, str]]:
    """Return who wrote each row, in the order in which the rows lie on the disk."""
    found = connection.execute(text("SELECT xmin::text, label FROM invitation ORDER BY ctid"))
    return [(row[0], row[1]) for row in found]


async def test_housekeeper_ends_what_its_date_has_closed(database: Database) -> None:
    key = await over(database)
    await rows.meet(database, key, networks=2)
    still_open, draft = await asking.ask(database), await over(database, is_draft=True)

    done = await housekeeping.tidy(database, Settings())

    assert done == housekeeping.Done(sealed=1, deleted=0, recorded=1)
    assert await rows.network_key(database, key) is None
    assert (await rows.numbers(database))["network"] == 0
    for other in (still_open, draft):
        assert await rows.network_key(database, other) is not None
    assert await housekeeping.tidy(database, Settings()) == housekeeping.Done(0, 0)


async def test_housekeeper_makes_an_end_by_date_stay_one(database: Database) -> None:
    key = await over(database)

    await housekeeping.tidy(database, Settings())

    question = (await recounts.of(database, key)).question
    assert question.closed_at == question.close_date
    assert question.is_closed(datetime(2020, 1, 1, tzinfo=UTC)), "though the clock be put back"
    assert (question.revision, question.version) == (0, 1)


async def test_housekeeper_makes_up_for_a_server_that_died_while_closing(
    database: Database,
) -> None:
    key = await asking.ask(database)
    await database.write(lifecycle._close, key, OPERATOR, datetime.now(UTC))
    assert await rows.network_key(database, key) is not None

    await housekeeping.tidy(database, Settings())

    assert await rows.network_key(database, key) is None


async def test_housekeepers_at_once_do_everything_once(settings: Settings) -> None:
    async with databases.opened(settings) as one, databases.opened(settings) as other:
        keys = [await over(one) for _ in range(10)]

        done = await asyncio.gather(
            *(housekeeping.tidy(each, Settings()) for each in (one, other, one, other)),
        )

        assert sum(each.sealed for each in done) == 10
        assert [await rows.network_key(one, key) for key in keys] == [None] * 10
        assert (await rows.numbers(one))["log_entry"] == 10


async def test_housekeeper_does_a_round_at_a_time(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "MOST", 2)
    for _ in range(5):
        await over(database)

    rounds = [(await housekeeping.tidy(database, Settings())).sealed for _ in range(4)]

    assert rounds == [2, 2, 1, 0]


async def test_seal_leaves_a_question_alone_that_was_reopened(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)
    await lifecycle.reopen(database, key, OPERATOR)

    assert not await sealing.seal(database, key)

    assert await rows.network_key(database, key) is not None


async def test_housekeeper_survives_a_database_that_is_away(
    sqlite_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(housekeeping, "ROUND_SECONDS", 0.01)
    monkeypatch.setattr(locks, "ATTEMPTS", 1)
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.01)
    async with databases.opened(sqlite_settings) as database:
        key = await over(database)
        other_program = locks.WriteLock(sqlite_settings.sqlite.path.resolve())
        assert other_program.take()
        with pytest.raises(UnavailableError):
            await housekeeping.tidy(database, Settings())

        keeping = asyncio.create_task(housekeeping.keep_house(database, Settings()))
        await asyncio.sleep(0.2)  # several rounds
        assert not keeping.done()
        assert await rows.network_key(database, key) is not None
        other_program.give_back()
        async with asyncio.timeout(5):
            while await rows.network_key(database, key) is not None:
                await asyncio.sleep(0.01)

        keeping.cancel()
        await asyncio.wait([keeping])
        other_program.close()


async def test_server_keeps_house(
    settings: Settings,
    client_for: ClientFor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(housekeeping, "ROUND_SECONDS", 0.05)
    async with databases.opened(settings) as database:
        key = await over(database)

    client = await client_for(settings.model_copy(update={"retention_days": 1}))

    async with asyncio.timeout(5):
        while await rows.network_key(client.app[DATABASE], key) is not None:
            await asyncio.sleep(0.01)
