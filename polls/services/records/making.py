"""Making the record of a question when voting has ended: once, whoever else tries it, too."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import structlog

from polls import logs
from polls.db import questions
from polls.db.records import records as table
from polls.db.records.records import RecordRow
from polls.domain.questions.questions import Stage
from polls.services.records import apart, drafts, keys
from polls.services.running import databases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.services.records.drafts import RecordDraft
    from polls.services.records.keys import SigningKey
    from polls.settings import Settings

log = structlog.get_logger()

MANY = 5_000
"""Ballots from which on a record is made in a process of its own; fewer take a tenth of a second,
in which the event loop now and then waits some milliseconds."""

MOST = 100
"""Records made in one go; the next go makes the next ones."""

TILES_AT_ONCE = 50
"""Half a megabyte written in one transaction."""

_MAKING_BYTES = 8


class Staged(NamedTuple):
    """A draft whose tiles are written."""

    draft: RecordDraft
    making: bytes
    """Names them."""


async def due(database: Database) -> list[str]:
    """Return the keys of some questions whose record is to be made."""
    return await database.read(table.due, MOST)


async def make(database: Database, settings: Settings, key: str) -> bool:
    """Make the next record of a question, if one is due; say whether this call has made it.

    What is long happens before the one transaction that inserts the record: it looks again whether
    everything is as it was, and nobody else has inserted it. Whatever fails before its commit
    leaves nothing that anybody sees, and is done again in the next round. A record of many ballots
    is drafted by one process at a time: the others leave it to that one, and find in their next
    round whether it has come to an end.

    Raises:
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
        StartError: the signing key cannot be used.
        UnavailableError: the database is away; if that happened during the commit, the next round
            finds whether it took effect.
    """
    question = await database.read(questions.get, key)
    if question.ballot_count < MANY:
        return await _make(database, settings, key, is_long=False)
    async with database.turn(question.id) as is_ours:
        return is_ours and await _make(database, settings, key, is_long=True)


async def draft_apart(settings: Settings, site: str, key: str) -> RecordDraft | None:
    """Return a draft, with connections to the database and a log of its own."""
    logs.configure(settings.log)
    async with databases.opened(settings) as database:
        return await drafts.draft(database, site, key)


async def _make(database: Database, settings: Settings, key: str, *, is_long: bool) -> bool:
    signing = await keys.active(database, settings)
    draft = await _draft(database, settings, key, is_long=is_long)
    if draft is None:
        return False
    staged = await _stage(database, key, draft)
    is_made = await database.write(publish, key, staged, signing, datetime.now(UTC))
    if is_made:
        log.info("record_made", question=key, number=draft.number, ballots=draft.ballots)
    return is_made


async def _draft(
    database: Database, settings: Settings, key: str, *, is_long: bool
) -> RecordDraft | None:
    site = keys.site(settings)
    if not is_long:
        return await drafts.draft(database, site, key)
    return await apart.in_process(draft_apart, settings, site, key)


async def _stage(database: Database, key: str, draft: RecordDraft) -> Staged:
    making = os.urandom(_MAKING_BYTES)
    await database.write(_clear, key)
    tiles = iter(draft.tiles)
    while some := list(islice(tiles, TILES_AT_ONCE)):
        await database.write(table.stage, draft.question_id, making, some)
        await asyncio.sleep(0)
    return Staged(draft, making)


def _clear(connection: Connection, key: str) -> None:
    """Delete tiles that belong to no record, under the lock under which others are published."""
    table.clear(connection, questions.lock(connection, key).id)


def publish(
    connection: Connection,
    key: str,
    staged: Staged,
    signing: Sequence[SigningKey],
    now: datetime,
) -> bool:
    """Sign and insert a record unless something has changed; say whether it was inserted."""
    question, (draft, making) = questions.lock(connection, key), staged
    is_as_it_was = (
        question.stage(now) is Stage.CLOSED
        and table.is_due(connection, question.id)
        and question.ballot_count == draft.length
        and table.last_number(connection, question.id) + 1 == draft.number
        and table.has_tiles(connection, question.id, making, len(draft.tiles))
    )
    if not is_as_it_was:
        return False
    table.add(
        connection,
        RecordRow(
            question.id,
            draft.number,
            making,
            now,
            draft.ballots,
            draft.choice_ids,
            draft.manifest,
            draft.close,
            keys.signed(draft.text, signing),
            "".join(f"{each.verifier.text}\n" for each in signing),
        ),
    )
    table.done(connection, question.id)
    return True
