"""The writer: one batch of ballots, one transaction."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import structlog

from polls.ballotbox.admission import ASKING
from polls.ballotbox.draft import Draft, Known, draft, identify
from polls.db.writer import admissions, standings
from polls.db.writer import ballots as table
from polls.db.writer.terms import deleted, lock_questions
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from polls.ballotbox.draft import Voter
    from polls.db.engines.database import Database, Hear
    from polls.db.engines.direct import Direct
    from polls.db.writer.terms import Terms
    from polls.domain.ballots.ballots import Ballot, Outcome
    from polls.domain.errors import PollsError

log = structlog.get_logger()

T = TypeVar("T")

REMEMBERED = 1_000
"""Questions whose terms are remembered: as many as one batch can have."""


class Writer:
    """Writes batches and tells `announce` of each question that changed, after the commit.

    It tells of None, that anything may have changed, when a question is in an earlier state than
    the last batch left it in: a backup was brought back.

    Where a statement is a round trip to a server, a calm question is written in a single one: on
    the terms on which the last batch left it, which the statement checks. A question is calm
    while nobody else changes it and its voters vote for the first time; otherwise it is locked
    and looked at first. docs/decisions/0015-one-round-trip-a-batch.md has the figures.
    """

    def __init__(self, database: Database, announce: Hear) -> None:
        self._database = database
        self._announce = announce
        self._left: dict[str, Terms] = {}  # by question key, as the last batch left them
        self._calm: set[str] = set()

    async def write(self, ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        """Record `ballots` and return their outcomes, in the same order, after the commit.

        A ballot that breaks a rule is refused alone.

        Raises:
            UnavailableError: nothing is known to be recorded.
        """
        started = time.perf_counter()
        written = await self._write_at_once(ballots) or await self._write_locked(ballots)
        if self._database.is_remote:
            self._remember(written)
        for change in written.changes:
            self._announce(change)
        log.debug(
            "batch_committed",
            ballots=len(ballots),
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return written.outcomes

    async def _write_at_once(self, ballots: Sequence[Ballot]) -> Draft | None:
        """Write a batch for calm questions; None, and nothing is written, if they are not."""
        keys = {ballot.question_key for ballot in ballots}
        # Without a look at what is on record, a withdrawal finds nothing to take back.
        if not keys <= self._calm or any(ballot.is_withdrawal for ballot in ballots):
            return None
        terms = {key: self._left[key] for key in keys}
        drafted = draft(ballots, identify(ballots, terms), terms, Known(), datetime.now(UTC))
        if drafted.has_refusals:  # by what may not be true any more
            return None
        is_recorded = await self._database.write_at_once(
            table.record_if_unchanged,
            drafted.ballots(),
            drafted.plan.deltas,
            drafted.growth,
        )
        return drafted if is_recorded else None

    async def _write_locked(self, ballots: Sequence[Ballot]) -> Draft:
        written, has_standing = await self._database.write_directly(_transact, ballots)
        is_as_left = {
            key
            for key, each in written.terms.items()
            if self._left.get(key) == each and each.voters not in ASKING
        }
        self._calm = set() if has_standing else is_as_left
        if any(
            key in self._left and each.version < self._left[key].version
            for key, each in written.terms.items()
        ):
            self._announce(None)
        return written

    def _remember(self, written: Draft) -> None:
        if len(self._left) + len(written.terms) > REMEMBERED:
            self._left.clear()
            self._calm.clear()
        self._left |= written.following


def _transact(direct: Direct, ballots: Sequence[Ballot]) -> tuple[Draft, bool]:
    """Lock the questions of a batch and write it; say too whether some of its voters had voted."""
    terms = lock_questions(direct, (ballot.question_key for ballot in ballots))
    voters = identify(ballots, terms)
    known = _known(direct, ballots, voters, terms)
    drafted = draft(ballots, voters, terms, known, datetime.now(UTC))
    _record(direct, drafted)
    return drafted, bool(known.standing)


def _known(
    direct: Direct,
    ballots: Sequence[Ballot],
    voters: Sequence[Voter],
    terms: Mapping[str, Terms],
) -> Known:
    hashes: dict[str, set[bytes]] = defaultdict(set)
    tickets: dict[str, set[bytes]] = defaultdict(set)
    for ballot, (hash_, ticket) in zip(ballots, voters, strict=True):
        hashes[ballot.question_key].add(hash_)
        if ticket is not None:
            tickets[ballot.question_key].add(ticket)
    voting = [(each, hashes[key]) for key, each in terms.items()]
    asked = [(each, tickets[key]) for key, each in terms.items() if key in tickets]
    invited = [pair for pair in asked if pair[0].voters is Voters.INVITED]
    counted = [pair for pair in asked if pair[0].voters is Voters.NETWORK]
    missing = hashes.keys() - terms.keys()
    return Known(
        standing=_look_up(standings.current, direct, voting),
        invitations=_look_up(admissions.invited, direct, invited),
        networks=_look_up(admissions.networks, direct, counted),
        deleted=deleted(direct, missing) if missing else (),
    )


def _look_up(
    find: Callable[[Direct, int, Iterable[bytes]], Mapping[bytes, T]],
    direct: Direct,
    questions: Sequence[tuple[Terms, Iterable[bytes]]],
) -> dict[tuple[int, bytes], T]:
    """Return what `find` finds, by question id and hash."""
    return {
        (terms.id, hash_): found
        for terms, hashes in questions
        for hash_, found in find(direct, terms.id, hashes).items()
    }


def _record(direct: Direct, drafted: Draft) -> None:
    plan = drafted.plan
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
    table.record(direct, drafted.ballots(), plan.deltas, drafted.growth)
    _record_admission(direct, drafted)


def _record_admission(direct: Direct, drafted: Draft) -> None:
    if drafted.admission.used:
        admissions.use(direct, drafted.admission.used)
    if drafted.admission.seats:
        admissions.seat(direct, drafted.admission.seats)
    if drafted.guarded:
        table.release(direct, drafted.guarded)
