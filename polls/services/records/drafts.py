"""The draft of a record: all of it but the signature, computed from the ballots."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from polls import __version__
from polls.db import questions
from polls.db import tallies as tallies_table
from polls.db.records import records as table
from polls.db.records.records import HASH, POSITION, Tile
from polls.db.voters import invitations
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters
from polls.domain.records import checkpoints, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.domain.records.closes import Gone, close
from polls.domain.records.manifests import manifest
from polls.domain.results import results, tallies
from polls.domain.results.tallies import Count
from polls.services.records.leaves import leaf_maker
from polls.services.voters import turnout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.domain.results.tallies import Tally

TILE = 256
"""Leaves in a tile."""

SLICE = 500
"""Rows read at once: on SQLite the event loop does nothing else for some milliseconds."""

_NO_BALLOT = b"\xff" * POSITION
_BEFORE_ALL, _BEHIND_ALL = b"", b"\xff" * (HASH + 1)


class RecordDraft(NamedTuple):
    """A record that nobody has signed yet."""

    question_id: int
    number: int
    length: int
    """Of the ledger that it is made of."""
    ballots: int
    choice_ids: tuple[int, ...]
    manifest: bytes
    close: bytes
    text: str
    """Of the checkpoint."""
    tiles: tuple[Tile, ...]


class _Basis(NamedTuple):
    """What is read at one moment; what is left of the ledger no longer changes."""

    question: Question
    number: int
    invited: Count | None
    required: Count | None
    """The same, where the result needs it."""
    removals: frozenset[int]
    tally: Tally


async def draft(database: Database, site: str, key: str) -> RecordDraft | None:
    """Return the next record of a question; None: none is due.

    Raises:
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
    """
    basis = await database.read(_basis, key, datetime.now(UTC))
    if basis is None:
        return None
    question, number, invited, required, removals, tally = basis
    origin = checkpoints.origin(site, key, number)
    first = manifest(question, origin, number, f"polls {__version__}", invited)
    counted = await asyncio.to_thread(results.read, question, tally, is_closed=True)
    result = results.judged(counted, question.rules, required, is_closed=True)
    hashes, gone = await _hashes(database, question, removals)
    last = close(question, number, gone, tally, result)
    number_of_ballots = tally.total.ballots
    del tally, counted, result, basis  # a million distinct ballots take much room
    tiles = await asyncio.to_thread(lambda: tuple(_tiles(first, _ascending(hashes), last)))
    root = trees.root([tile.root for tile in tiles])
    text = Checkpoint(origin, number_of_ballots + 2, root).text
    ids = tuple(question.numbers)
    length = question.ballot_count
    return RecordDraft(
        question.id, number, length, number_of_ballots, ids, first, last, text, tiles
    )


def _basis(connection: Connection, key: str, now: datetime) -> _Basis | None:
    question = questions.get(connection, key)
    is_over = question.stage(now) is Stage.CLOSED
    if not is_over or not table.is_due(connection, question.id):
        return None
    return _Basis(
        question,
        table.last_number(connection, question.id) + 1,
        _invited(connection, question),
        turnout.invited(connection, question),
        table.removals(connection, question.id),
        tallies.folded(question, tallies_table.current(connection, question.id)),
    )


def _invited(connection: Connection, question: Question) -> Count | None:
    if question.rules.voters is not Voters.INVITED:
        return None
    found = invitations.turnout(connection, question.id)
    return Count(found.invited, found.invited_weight)


async def _hashes(
    database: Database,
    question: Question,
    removals: frozenset[int],
) -> tuple[list[bytearray], Gone]:
    """Return each ballot's hash with its position behind it, by the first byte of the hash.

    Kept like this, a million take 36 MB; as objects of their own, which a list could sort, 77.
    """
    leaf = leaf_maker(question.rules, question.numbers)
    hashes = [bytearray() for _ in range(256)]
    replaced: list[bytes] = []
    removed: list[bytes] = []
    for start in range(0, question.ballot_count, SLICE):
        rows = await database.read(table.ledger, question.id, start, start + SLICE)
        for row in rows:
            hash_ = trees.leaf_hash(leaf(row))
            if row.replaced_by is None:
                hashes[hash_[0]] += hash_ + row.position.to_bytes(POSITION, "big")
            elif row.replaced_by in removals and row.position not in removals:
                removed.append(hash_)
            elif row.replaced_by != row.position:
                replaced.append(hash_)
        await asyncio.sleep(0)  # on SQLite nothing here waits: let votes through
    return hashes, Gone(replaced, removed)


def _ascending(hashes: list[bytearray]) -> Iterator[bytes]:
    """Yield all of them in ascending order, and keep none."""
    for place, some in enumerate(hashes):
        step = HASH + POSITION
        ordered = sorted(bytes(some[start : start + step]) for start in range(0, len(some), step))
        hashes[place] = bytearray()
        yield from ordered


def _tiles(first: bytes, ballots: Iterator[bytes], last: bytes) -> Iterator[Tile]:
    """Yield the tiles over the manifest, the ballots and the close."""
    ends = trees.leaf_hash(first) + _NO_BALLOT, trees.leaf_hash(last) + _NO_BALLOT
    leaves = chain(ends[:1], ballots, ends[1:])
    for place in count():
        if not (chunk := list(islice(leaves, TILE))):
            return
        smallest = chunk[0][:HASH] if chunk[0] != ends[1] else _BEHIND_ALL
        root = trees.root([leaf[:HASH] for leaf in chunk])
        yield Tile(place, root, smallest if place else _BEFORE_ALL, b"".join(chunk))
