"""Receipts: what a voter can keep of a ballot, and whether it is in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import structlog

from polls.db import questions
from polls.db.records import records as table
from polls.domain.ballots.ballots import Recorded
from polls.domain.ballots.selections import decode
from polls.domain.errors import Absence, NoReceiptsError, UnavailableError
from polls.domain.questions.questions import Stage
from polls.domain.questions.visibility import Role, sight_now
from polls.domain.records import checkpoints, notes, promises, trees, words
from polls.domain.records.promises import Promise
from polls.domain.records.proofs import Proof
from polls.domain.start_errors import StartError
from polls.services.records import keys
from polls.services.records.drafts import TILE
from polls.services.records.leaves import leaf_maker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.db.records.records import LeafRow, RecordRow
    from polls.domain.questions.questions import Question
    from polls.settings import Settings

log = structlog.get_logger()


class Finding(Enum):
    """What is known of a ballot and the record."""

    PROMISED = "promised"  # voting goes on
    AWAITED = "awaited"  # the record is being made
    PROVEN = "proven"  # it is in the record
    MISSING = "missing"  # it is not, though it is in the ledger
    UNRECORDED = "unrecorded"  # voting ended before there were records


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, and what it says."""

    question: Question
    recorded: Recorded
    words: str
    finding: Finding
    hash: bytes
    """Of the leaf."""
    file: str
    """A promise, or a proof once there is a record."""
    number: int | None
    """Of the record that it was looked for in."""
    index: int | None
    """Its place in there."""

    @property
    def is_published(self) -> bool:
        """Whether its voter may see the record."""
        stage = self.question.stage(datetime.now(UTC))
        return self.number is not None and sight_now(self.question, stage, Role.VOTER).is_open


class _Found(NamedTuple):
    question: Question
    row: LeafRow | None
    is_due: bool
    record: RecordRow | None
    leaf: bytes
    proof: Proof | None


async def words_of(database: Database, key: str, credential: str) -> str | None:
    """Return the words of the ballot that somebody has on record; None: nothing, or no receipts."""
    found = await database.read(_find, key, credential, with_proof=False)
    is_without = not found.question.rules.has_receipts or found.question.is_draft
    return None if found.row is None or is_without else _words(trees.leaf_hash(found.leaf))


async def of(database: Database, settings: Settings, key: str, credential: str) -> Receipt | None:
    """Return the receipt of the ballot that somebody has on record; None: there is no ballot.

    Raises:
        NoReceiptsError: the question gives none.
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
        UnavailableError: the database is away, or the key that signs cannot be used.
    """
    found = await database.read(_find, key, credential, with_proof=True)
    question, row = found.question, found.row
    if not question.rules.has_receipts or question.is_draft:
        raise NoReceiptsError
    if row is None:
        return None
    hash_ = trees.leaf_hash(found.leaf)
    file = found.proof.text if found.proof else await _promise(database, settings, key, hash_)
    return Receipt(
        question,
        Recorded(decode(row.selection), row.name),
        _words(hash_),
        _finding(found),
        hash_,
        file,
        found.record.number if found.record else None,
        found.proof.index if found.proof else None,
    )


def _finding(found: _Found) -> Finding:
    if found.question.stage(datetime.now(UTC)) is not Stage.CLOSED:
        return Finding.PROMISED
    if found.is_due:
        return Finding.AWAITED
    if found.record is None:
        return Finding.UNRECORDED
    return Finding.PROVEN if found.proof else Finding.MISSING


async def _promise(database: Database, settings: Settings, key: str, hash_: bytes) -> str:
    try:
        signing = await keys.active(database, settings)
    except StartError as error:
        log.warning("signing_key_unusable", reason=str(error))
        raise UnavailableError(Absence.NO_SIGNING_KEY) from error
    origin = promises.origin(keys.site(settings), key)
    return keys.signed(Promise(origin, hash_).text, signing)


def _words(hash_: bytes) -> str:
    return " ".join(words.of(hash_, words.OF_BALLOT))


def _find(connection: Connection, key: str, credential: str, *, with_proof: bool) -> _Found:
    question = questions.get(connection, key)
    row = table.own(connection, question.id, credential)
    is_due = table.is_due(connection, question.id)
    is_over = question.stage(datetime.now(UTC)) is Stage.CLOSED
    record = table.latest(connection, question.id) if is_over and not is_due else None
    numbers = record.numbers if record else question.numbers
    leaf = leaf_maker(question.rules, numbers)(row) if row else b""
    proof = None
    if row and record and with_proof:
        proof = _proof(connection, record, leaf)
    return _Found(question, row, is_due, record, leaf, proof)


def _proof(connection: Connection, record: RecordRow, leaf: bytes) -> Proof | None:
    """Return the proof of a leaf; None if it is not in the record, or leads to another root."""
    hash_ = trees.leaf_hash(leaf)
    tile = table.tile_of(connection, record, hash_)
    hashes = [each for each, _ in tile.entries] if tile else []
    if tile is None or hash_ not in hashes:
        return None
    place = hashes.index(hash_)
    roots = table.roots(connection, record)
    path = (*trees.proof(hashes, place), *trees.proof(roots, tile.place))
    index = tile.place * TILE + place
    checkpoint = checkpoints.read(notes.read(record.checkpoint.encode()).text)
    if trees.root_by_proof(hash_, index, checkpoint.size, path) != checkpoint.root:
        return None
    return Proof(leaf, index, path, record.checkpoint)
