"""Records as they are published: to everyone who may see the result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.db.records import records as table
from polls.domain.ballots.selections import decode
from polls.domain.errors import NoRecordError
from polls.domain.questions.visibility import ResultNotShownError, Role, sight_now
from polls.domain.records import checkpoints, notes, words
from polls.formats import record_files
from polls.formats.record_files import RecordFiles
from polls.services.records.drafts import TILE
from polls.services.records.leaves import leaf_maker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.db.records.records import LeafRow, RecordRow, Tile
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question

PAGE_SIZE = 50
"""Ballots on a page of the list."""


class ListedBallot(NamedTuple):
    """A ballot of the list."""

    words: str
    selection: Selection
    """By the ids of choices."""
    name: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record, without its ballots."""

    question: Question
    row: RecordRow
    numbers: tuple[int, ...]
    """Of all records of the question, the latest first."""
    words: str
    """Of its checkpoint."""

    @property
    def pages(self) -> int:
        """Pages of its list."""
        return max(1, -(-self.row.ballots // PAGE_SIZE))


async def find(
    database: Database, key: str, viewer: Role, number: int | None = None
) -> ShownRecord:
    """Return a record of a question, the latest one unless a number is given.

    Raises:
        NoRecordError: there is none with this number, or none yet.
        NotYetOpenError: voting has not begun.
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none that may be known.
        ResultNotShownError: the viewer may not see the result.
    """
    return await database.read(_find, key, viewer, number)


async def page(database: Database, record: ShownRecord, number: int) -> list[ListedBallot]:
    """Return the ballots of a page, from 1, in the alphabetical order of their words."""
    start = 1 + (number - 1) * PAGE_SIZE  # leaf 0 is the manifest
    end = min(start + PAGE_SIZE, record.row.ballots + 1)
    return await database.read(_page, record, start, end)


async def search(database: Database, record: ShownRecord, typed: str) -> list[ListedBallot]:
    """Return the first ballots whose words begin with those typed.

    Raises:
        MalformedError: a word is not on the list.
    """
    wanted = words.hashes(typed)
    return await database.read(_search, record, wanted)


async def archive(
    database: Database, record: ShownRecord, readme: str, receipt: str = ""
) -> AsyncIterator[bytes]:
    """Yield record.zip in pieces, while votes go on; with a receipt it is evidence."""
    sink = _Sink()
    row = record.row
    head = RecordFiles(readme, row.manifest, row.close, row.checkpoint, row.verifier_keys, receipt)
    with record_files.written(sink, head) as add:
        for place in range(-(-(row.ballots + 2) // TILE)):
            for leaf in await database.read(_leaves, record, place):
                add(leaf)
            if piece := sink.taken():
                yield piece
            await asyncio.sleep(0)  # on SQLite nothing here waits: let votes through
    yield sink.taken()


class _Sink:
    """A file that what is written to is taken out of."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def write(self, data: bytes) -> int:
        self._pieces += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def taken(self) -> bytes:
        piece = bytes(self._pieces)
        self._pieces.clear()
        return piece


def _find(connection: Connection, key: str, viewer: Role, number: int | None) -> ShownRecord:
    now = datetime.now(UTC)
    if viewer is Role.ORGANISER:
        question = questions.get(connection, key)
    else:
        question = questions.known(connection, key, now)
        question.check_begun(now)
    rows = table.of_question(connection, question.id)
    row = next((row for row in rows if number in {None, row.number}), None)
    if row is None:
        raise NoRecordError
    seen = sight_now(question, question.stage(now), viewer)
    if not seen.is_open:
        raise ResultNotShownError(seen)
    note = notes.read(row.checkpoint.encode())
    digest = checkpoints.read(note.text).digest
    told = " ".join(words.of(digest, words.OF_CHECKPOINT))
    return ShownRecord(question, row, tuple(each.number for each in rows), told)


def _page(connection: Connection, record: ShownRecord, start: int, end: int) -> list[ListedBallot]:
    found: list[tuple[bytes, int]] = []
    for place in range(start // TILE, -(-end // TILE)):
        if tile := table.tile(connection, record.row, place):
            entries = enumerate(tile.entries, start=place * TILE)
            found += [entry for index, entry in entries if start <= index < end]
    return _listed(connection, record, found)


def _search(connection: Connection, record: ShownRecord, wanted: words.Range) -> list[ListedBallot]:
    tile = table.tile_of(connection, record.row, wanted.first)
    found: list[tuple[bytes, int]] = []
    while tile and len(found) < PAGE_SIZE and tile.first <= wanted.last:
        ballots = _ballots(record, tile)
        found += [each for each in ballots if wanted.first <= each[0] <= wanted.last]
        tile = table.tile(connection, record.row, tile.place + 1)
    return _listed(connection, record, found[:PAGE_SIZE])


def _leaves(connection: Connection, record: ShownRecord, place: int) -> list[bytes]:
    tile = table.tile(connection, record.row, place)
    if tile is None:
        raise NoRecordError  # it was deleted meanwhile
    leaf = leaf_maker(record.question.rules, record.row.numbers)
    ballots = _ballots(record, tile)
    rows = _rows(connection, record, ballots)
    return [leaf(rows[position]) for _, position in ballots]


def _listed(
    connection: Connection,
    record: ShownRecord,
    ballots: list[tuple[bytes, int]],
) -> list[ListedBallot]:
    rows = _rows(connection, record, ballots)
    return [
        ListedBallot(
            " ".join(words.of(hash_, words.OF_BALLOT)),
            decode(rows[position].selection),
            rows[position].name,
            rows[position].weight,
        )
        for hash_, position in ballots
    ]


def _rows(
    connection: Connection,
    record: ShownRecord,
    ballots: list[tuple[bytes, int]],
) -> dict[int, LeafRow]:
    positions = [position for _, position in ballots]
    rows = table.at_positions(connection, record.question.id, positions)
    if len(rows) != len(positions):
        raise NoRecordError  # they were deleted meanwhile
    return rows


def _ballots(record: ShownRecord, tile: Tile) -> list[tuple[bytes, int]]:
    """Return hashes and positions of the ballots in a tile, without manifest and close."""
    entries = enumerate(tile.entries, start=tile.place * TILE)
    return [entry for index, entry in entries if 0 < index <= record.row.ballots]
