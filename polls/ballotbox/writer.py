"""The writer: one batch of ballots, one transaction."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from polls.ballotbox.batch import Entry, Plan, Planner, Rules
from polls.db import ballots as table
from polls.domain.ballots import encode
from polls.domain.credentials import key_hash
from polls.domain.questions import has_closed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from polls.db.ballots import Rows
    from polls.db.database import Database
    from polls.domain.ballots import Ballot, Outcome, Selection
    from polls.domain.errors import PollsError

log = structlog.get_logger()

NONCE_BYTES = 16

_shuffle = random.SystemRandom().shuffle


class Writer:
    """Writes batches and tells `announce` which questions changed, after the commit."""

    def __init__(self, database: Database, announce: Callable[[str], None]) -> None:
        self._database = database
        self._announce = announce

    async def write(self, ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        """Record `ballots` and return their outcomes, in the same order, after the commit.

        A ballot that breaks a rule is refused alone.

        Raises:
            UnavailableError: nothing is known to be recorded.
        """
        started = time.perf_counter()
        outcomes, changed = await self._database.write(_transact, ballots)
        for key in changed:
            self._announce(key)
        log.debug(
            "batch_committed",
            ballots=len(ballots),
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return outcomes


def _transact(
    connection: Connection,
    ballots: Sequence[Ballot],
) -> tuple[list[Outcome | PollsError], list[str]]:
    """Write a batch; return its outcomes, and the keys of the questions that it changed."""
    rows = table.lock_questions(connection, (ballot.question_key for ballot in ballots))
    hashes = _key_hashes(ballots, rows)
    planner = Planner(_rules(connection, rows), _standing(connection, ballots, hashes, rows))
    outcomes = [planner.decide(*pair) for pair in zip(ballots, hashes, strict=True)]
    plan = planner.finish(_shuffle)
    _record(connection, plan)
    return outcomes, [row.key for row in rows if row.id in plan.added]


def _key_hashes(ballots: Sequence[Ballot], rows: Rows) -> list[bytes]:
    keys = {row.key: row.credential_key for row in rows}
    return [
        key_hash(keys[ballot.question_key], ballot.credential)
        if ballot.question_key in keys
        else b""
        for ballot in ballots
    ]


def _rules(connection: Connection, rows: Rows) -> dict[str, Rules]:
    choice_ids: dict[int, set[int]] = {row.id: set() for row in rows}
    for choice in table.choices_of(connection, choice_ids):
        choice_ids[choice.question_id].add(choice.id)
    now = datetime.now(UTC)
    return {
        row.key: Rules(
            question_id=row.id,
            is_published=row.pub_date <= now and bool(choice_ids[row.id]),
            is_closed=has_closed(row.close_date, row.closed_at, now),
            may_change=row.may_change,
            ballot_count=row.ballot_count,
            choice_ids=frozenset(choice_ids[row.id]),
        )
        for row in rows
    }


def _standing(
    connection: Connection,
    ballots: Sequence[Ballot],
    hashes: Sequence[bytes],
    rows: Rows,
) -> dict[tuple[int, bytes], tuple[int, Selection]]:
    by_question: dict[str, set[bytes]] = defaultdict(set)
    for ballot, hash_ in zip(ballots, hashes, strict=True):
        by_question[ballot.question_key].add(hash_)
    return {
        (row.id, hash_): found
        for row in rows
        for hash_, found in (table.standing(connection, row.id, by_question[row.key])).items()
    }


def _record(connection: Connection, plan: Plan) -> None:
    if not plan.entries:
        return
    if plan.replaced:  # before the new ones come: the index admits one current ballot a voter
        table.replace(
            connection,
            [
                {"in_question": question_id, "old_position": old, "new_position": entry.position}
                for question_id, old, entry in plan.replaced
            ],
        )
    table.append(connection, _rows(plan.entries))
    table.count(connection, plan.deltas)
    table.grow(connection, plan.added)


def _rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    nonces = os.urandom(NONCE_BYTES * len(entries))
    return [
        {
            "question_id": entry.question_id,
            "position": entry.position,
            "selection": encode(entry.selection),
            "nonce": nonces[start : start + NONCE_BYTES],
            "key_hash": entry.key_hash,
            "replaced_by": entry.replaced_by.position if entry.replaced_by else None,
        }
        for start, entry in zip(range(0, len(nonces), NONCE_BYTES), entries, strict=True)
    ]
