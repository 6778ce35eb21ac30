"""Records as they stand in the database, put together again for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.db.records import records as table
from polls.db.records.records import HASH
from polls.services.records.leaves import leaf_maker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.db.records.records import RecordRow


class Kept(NamedTuple):
    """A record."""

    row: RecordRow
    leaves: list[bytes]
    hashes: list[bytes]
    """As the tiles have them."""


async def records(database: Database, key: str) -> list[Kept]:
    """Return the records of a question, the latest first."""
    return await database.read(_records, key)


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
