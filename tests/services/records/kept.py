"""Records as they stand in the database, put together again for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import update

from polls.db import questions
from polls.db.records import records as table
from polls.db.records.records import HASH
from polls.db.schema import ballot
from polls.services.records import making
from polls.services.records.leaves import leaf_maker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.db.records.records import RecordRow
    from polls.settings import Settings


class Kept(NamedTuple):
    """A record."""

    row: RecordRow
    leaves: list[bytes]
    hashes: list[bytes]
    """As the tiles have them."""


async def records(database: Database, key: str) -> list[Kept]:
    """Return the records of a question, the latest first."""
    return await database.read(_records, key)


async def make_without(database: Database, settings: Settings, key: str, position: int) -> None:
    """Make the record as a site would that leaves a ballot out, and shows it as counted."""
    await database.write(_hide, key, position, position)
    assert await making.make(database, settings, key)
    await database.write(_hide, key, position, None)


def _hide(connection: Connection, key: str, position: int, by: int | None) -> None:
    question_id = questions.get(connection, key).id
    at = ballot.c.question_id == question_id, ballot.c.position == position
    connection.execute(update(ballot).where(*at).values(replaced_by=by))


def _records(connection: Connection, key: str) -> list[Kept]:
    question = questions.get(connection, key)
    found = []
    for row in table.of_question(connection, question.id):
        numbers = {id_: number for number, id_ in enumerate(row.choice_ids, start=1)}
        leaf = leaf_maker(question.rules, numbers)
        parts = []
        for place in range(len(table.roots(connection, row))):
            tile = table.tile(connection, row, place)
            assert tile is not None
            step = HASH + 4
            parts += [tile.leaves[n : n + step] for n in range(0, len(tile.leaves), step)]
        positions = [int.from_bytes(part[HASH:], "big") for part in parts[1:-1]]
        ballots = table.at_positions(connection, question.id, positions)
        leaves = [row.manifest, *(leaf(ballots[each]) for each in positions), row.close]
        found.append(Kept(row, leaves, [part[:HASH] for part in parts]))
    return found
