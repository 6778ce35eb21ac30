from __future__ import annotations

import asyncio
import json
import os
import signal
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest

from polls.db.records import records as table
from polls.db.schema import record_tile
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.domain.records import checkpoints, lines, notes, trees
from polls.services.questions import deletion, lifecycle
from polls.services.records import apart, drafts, keys, making
from polls.services.running import databases, housekeeping
from polls.services.voters import removals
from tests import asking, ledgers, rows
from tests.ledgers import Voter
from tests.services.records import kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.settings import Settings


async def closed(database: Database, votes: int = 3, **values: Any) -> str:
    key = await asking.ask(database, **values)
    await ledgers.append(database, key, *[(1 + n % 2,) for n in range(votes)])
    await asking.close(database, key)
    return key


async def test_record_has_every_ballot_and_its_checkpoint(
    database: Database, settings: Settings
) -> None:
    key = await closed(database, votes=255)  # with manifest and close one more than a tile

    done = await housekeeping.tidy(database, settings)

    (record,) = await kept.records(database, key)
    note = notes.read(record.row.checkpoint.encode())
    checkpoint = checkpoints.read(note.text)
    (signing,) = await keys.active(database, settings)
    selections = [json.loads(leaf)["selection"] for leaf in record.leaves[1:-1]]
    close = json.loads(record.leaves[-1])
    assert done.recorded == 1
    assert record.hashes == [trees.leaf_hash(leaf) for leaf in record.leaves]
    assert all(one < other for one, other in pairwise(record.hashes[1:-1]))
    assert (checkpoint.size, checkpoint.root) == (257, trees.root(record.hashes))
    assert checkpoint.origin == f"localhost:8080/poll/{key}/record/1"
    assert len(note.signed_by(signing.verifier)) == 1
    assert (selections.count([1]), selections.count([2])) == (128, 127)
    assert close["result"]["sums"] == {"marks": [128, 127]}
    assert close["result"]["winners"] == [1]


@pytest.mark.parametrize("votes", [0, 1, 253, 254, 510])
async def test_tiles_have_every_leaf_once(
    database: Database, settings: Settings, votes: int
) -> None:
    key = await closed(database, votes)

    await making.make(database, settings, key)

    (record,) = await kept.records(database, key)
    roots = [trees.root(record.hashes[n : n + 256]) for n in range(0, votes + 2, 256)]
    assert record.hashes == [trees.leaf_hash(leaf) for leaf in record.leaves]
    assert await rows.column(database, record_tile.c.root) == roots
    assert (
        trees.root(roots) == checkpoints.read(notes.read(record.row.checkpoint.encode()).text).root
    )


async def test_record_has_the_hashes_of_ballots_that_do_not_count(
    database: Database, settings: Settings
) -> None:
    key = await asking.ask(database, voters=Voters.NAMED)
    await ledgers.append(database, key, (1,), by=Voter(name="Alice"))
    await ledgers.append(database, key, (2,), by=Voter(name="Alice"), replaces=0)
    await ledgers.append(database, key, (1,), by=Voter(name="Bob"))
    await removals.remove(database, key, OPERATOR, 2)
    question_id = await rows.id_of(database, key)
    ledger = await database.read(table.ledger, question_id, 0, 3)
    await asking.close(database, key)

    await making.make(database, settings, key)

    (record,) = await kept.records(database, key)
    close = json.loads(record.leaves[-1])
    hashes = [
        lines.base64(trees.leaf_hash(lines.ballot("[1]", row.nonce, name=row.name)))
        for row in (ledger[0], ledger[2])
    ]
    assert [json.loads(leaf)["name"] for leaf in record.leaves[1:-1]] == ["Alice"]
    assert (close["replaced"], close["removed"]) == ([hashes[0]], [hashes[1]])


async def test_record_after_reopening_is_the_next_one(
    database: Database, settings: Settings
) -> None:
    key = await closed(database)
    await making.make(database, settings, key)
    await lifecycle.reopen(database, key, OPERATOR)
    assert not await making.make(database, settings, key)
    await ledgers.append(database, key, (1,))
    await asking.close(database, key)

    assert await making.make(database, settings, key)

    second, first = await kept.records(database, key)
    assert [each.row.number for each in (first, second)] == [1, 2]
    assert [len(each.leaves) for each in (first, second)] == [5, 6]
    for each in (first, second):
        assert each.hashes == [trees.leaf_hash(leaf) for leaf in each.leaves]


async def test_record_is_made_once_by_several_at_once(settings: Settings) -> None:
    async with databases.opened(settings) as one, databases.opened(settings) as other:
        key = await closed(one, votes=300)

        made = await asyncio.gather(
            *(making.make(each, settings, key) for each in (one, other, one, other)),
            return_exceptions=True,
        )
        again = await making.make(one, settings, key)

        records = await kept.records(one, key)
        assert (made.count(True), again) in {(1, False), (0, True)}, made
        assert [each.row.number for each in records] == [1]
        assert records[0].hashes == [trees.leaf_hash(leaf) for leaf in records[0].leaves]


@pytest.mark.parametrize("step", ["stage", "publish"])
async def test_record_is_made_after_a_failure_that_stored_nothing(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    key = await closed(database)
    with monkeypatch.context() as patch:
        if step == "stage":
            patch.setattr(table, "stage", fail)
        else:
            patch.setattr(making, "publish", fail)
        with pytest.raises(RuntimeError, match="the machine stops"):
            await making.make(database, settings, key)
    assert await kept.records(database, key) == []

    assert await making.make(database, settings, key)

    (record,) = await kept.records(database, key)
    assert len(await rows.column(database, record_tile.c.place)) == 1
    assert record.row.number == 1


async def test_record_is_made_once_though_its_commit_was_not_heard_of(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await closed(database)
    write = database.write

    async def deaf(work: Any, *args: Any, **kwargs: Any) -> Any:
        done = await write(work, *args, **kwargs)
        if work is making.publish:
            raise OSError("the answer is lost")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", deaf)
        with pytest.raises(OSError, match="the answer is lost"):
            await making.make(database, settings, key)
    (before,) = await kept.records(database, key)

    assert not await making.make(database, settings, key)

    assert await kept.records(database, key) == [before]


async def test_record_whose_tiles_another_process_has_cleared_is_not_published(
    database: Database, settings: Settings
) -> None:
    key = await closed(database)
    draft = await drafts.draft(database, "localhost:8080", key)
    assert draft is not None
    staged = await making._stage(database, key, draft)
    await making._stage(database, key, draft)  # another one begins

    signing = await keys.active(database, settings)
    assert not await database.write(making.publish, key, staged, signing, datetime.now(UTC))

    assert await kept.records(database, key) == []


async def test_second_record_of_a_number_is_refused_by_the_database(
    database: Database, settings: Settings
) -> None:
    key = await closed(database)
    await making.make(database, settings, key)
    (record,) = await kept.records(database, key)

    with pytest.raises(database.mistakes):
        await database.write(table.add, record.row)


async def test_record_goes_with_its_question(database: Database, settings: Settings) -> None:
    key = await closed(database, votes=300)
    await making.make(database, settings, key)

    await deletion.delete(database, key, OPERATOR, key)
    await housekeeping.tidy(database, settings)

    numbers = await rows.numbers(database)
    assert (numbers["record"], numbers["record_tile"], numbers["question"]) == (0, 0, 0)


async def test_draft_in_a_process_of_its_own_is_the_same(
    database: Database, settings: Settings
) -> None:
    key = await closed(database)
    here = await drafts.draft(database, "localhost:8080", key)

    assert await making._draft(database, settings, key, is_long=True) == here


async def test_failing_process_keeps_no_other_record_waiting(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = await closed(database, votes=4), await closed(database, votes=1)
    monkeypatch.setattr(making, "MANY", 2)
    monkeypatch.setattr(making, "draft_apart", ending)

    done = await housekeeping.tidy(database, settings)

    assert done.recorded == 1
    assert await kept.records(database, large) == []
    assert len(await kept.records(database, small)) == 1


async def ending(*_args: Any) -> None:
    """Stand for work whose process ends without a result."""
    os._exit(1)


async def test_long_record_is_drafted_by_one_process_at_a_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MANY", 1)
    drafted = []

    async def draft(_function: Any, *args: Any) -> Any:
        drafted.append(args)
        return await drafts.draft(one, *args[1:])

    monkeypatch.setattr(apart, "in_process", draft)
    async with databases.opened(settings) as one, databases.opened(settings) as other:
        key = await closed(one)

        made = await asyncio.gather(
            *(making.make(each, settings, key) for each in (one, other, one, other))
        )

        assert (made.count(True), len(drafted)) == (1, 1)
        assert len(await kept.records(one, key)) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_turn_of_a_process_that_is_killed_goes_to_the_next_one(
    settings: Settings, database: Database, number: signal.Signals
) -> None:
    process = get_context("spawn").Process(target=hold_turn, args=(settings,))
    process.start()
    try:
        while await is_ours(database):
            await asyncio.sleep(0.02)
        assert process.pid is not None
        os.kill(process.pid, number)
        await asyncio.to_thread(process.join)

        async with asyncio.timeout(10):
            while not await is_ours(database):
                await asyncio.sleep(0.02)
    finally:
        process.kill()


async def is_ours(database: Database) -> bool:
    async with database.turn(1) as is_ours:
        return is_ours


def hold_turn(settings: Settings) -> None:
    async def hold() -> None:
        async with databases.opened(settings) as database, database.turn(1) as is_ours:
            assert is_ours
            await asyncio.sleep(60)

    asyncio.run(hold())


async def test_question_that_ended_before_there_were_records_gets_none(
    database: Database, settings: Settings
) -> None:
    key = await closed(database)
    await ledgers.change(database, key, is_unrecorded=False)

    assert not await making.make(database, settings, key)


def fail(_connection: Connection, *_args: Any) -> None:
    raise RuntimeError("the machine stops")
