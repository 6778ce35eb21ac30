"""The writer: one batch of ballots, one transaction."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from polls.ballotbox.batch import Entry, Plan, Planner, Rules
from polls.db import ballots as table
from polls.db.ballots import LockedQuestion, NewBallot
from polls.db.changes import Change
from polls.domain.ballots import encode
from polls.domain.credentials import key_hash
from polls.domain.questions import has_closed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from polls.db.database import Database
    from polls.db.direct import Direct
    from polls.domain.ballots import Ballot, Outcome, Selection
    from polls.domain.errors import PollsError

log = structlog.get_logger()

NONCE_BYTES = 16

_CHANCE_BYTES = 8


def _shuffle(entries: list[Entry]) -> None:
    """Put entries into an order that the operating system's chance decides."""
    chance = os.urandom(_CHANCE_BYTES * len(entries))
    keys = {
        id(entry): chance[start : start + _CHANCE_BYTES]
        for start, entry in zip(range(0, len(chance), _CHANCE_BYTES), entries, strict=True)
    }
    entries.sort(key=lambda entry: keys[id(entry)])


class Writer:
    """Writes batches and tells `announce` of each question that changed, after the commit."""

    def __init__(self, database: Database, announce: Callable[[Change], None]) -> None:
        self._database = database
        self._announce = announce

    async def write(self, ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        """Record `ballots` and return their outcomes, in the same order, after the commit.

        A ballot that breaks a rule is refused alone.

        Raises:
            UnavailableError: nothing is known to be recorded.
        """
        started = time.perf_counter()
        outcomes, changed = await self._database.write_directly(_transact, ballots)
        for change in changed:
            self._announce(change)
        log.debug(
            "batch_committed",
            ballots=len(ballots),
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return outcomes


def _transact(
    direct: Direct,
    ballots: Sequence[Ballot],
) -> tuple[list[Outcome | PollsError], list[Change]]:
    """Write a batch; return its outcomes, and what it changed."""
    rows = table.lock_questions(direct, (ballot.question_key for ballot in ballots))
    rules = _rules(rows, datetime.now(UTC))
    hashes = _key_hashes(ballots, {row.key: row.credential_key for row in rows})
    planner = Planner(rules, _standing(direct, ballots, hashes, rules))
    outcomes = [planner.decide(*pair) for pair in zip(ballots, hashes, strict=True)]
    plan = planner.finish(_shuffle)
    _record(direct, plan)
    changed = {row.key: row.version + 1 for row in rows if row.id in plan.added}
    return outcomes, [Change(*each) for each in changed.items()]


def _rules(rows: Sequence[LockedQuestion], now: datetime) -> dict[str, Rules]:
    choice_ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.choice_id is not None:
            choice_ids[row.key].add(row.choice_id)
    return {
        row.key: Rules(
            question_id=row.id,
            is_published=row.pub_date <= now and bool(choice_ids[row.key]),
            is_closed=has_closed(row.close_date, row.closed_at, now),
            may_change=row.may_change,
            ballot_count=row.ballot_count,
            choice_ids=frozenset(choice_ids[row.key]),
        )
        for row in rows
    }


def _key_hashes(ballots: Sequence[Ballot], credential_keys: Mapping[str, bytes]) -> list[bytes]:
    return [
        key_hash(credential_keys[ballot.question_key], ballot.credential)
        if ballot.question_key in credential_keys
        else b""
        for ballot in ballots
    ]


def _standing(
    direct: Direct,
    ballots: Sequence[Ballot],
    hashes: Sequence[bytes],
    rules: Mapping[str, Rules],
) -> dict[tuple[int, bytes], tuple[int, Selection]]:
    by_question: dict[str, set[bytes]] = defaultdict(set)
    for ballot, hash_ in zip(ballots, hashes, strict=True):
        by_question[ballot.question_key].add(hash_)
    return {
        (rule.question_id, hash_): found
        for key, rule in rules.items()
        for hash_, found in table.standing(direct, rule.question_id, by_question[key]).items()
    }


def _record(direct: Direct, plan: Plan) -> None:
    if not plan.entries:
        return
    if plan.replaced:  # before the new ones come: the index admits one current ballot a voter
        table.replace(
            direct,
            [
                {"in_question": question_id, "old_position": old, "new_position": entry.position}
                for question_id, old, entry in plan.replaced
            ],
        )
    table.record(direct, _ballots(plan.entries), plan.deltas, plan.added)


def _ballots(entries: Sequence[Entry]) -> list[NewBallot]:
    nonces = os.urandom(NONCE_BYTES * len(entries))
    return [
        NewBallot(
            entry.question_id,
            entry.position,
            encode(entry.selection),
            nonces[start : start + NONCE_BYTES],
            entry.key_hash,
            entry.replaced_by.position if entry.replaced_by else None,
        )
        for start, entry in zip(range(0, len(nonces), NONCE_BYTES), entries, strict=True)
    ]
