"""The life of a question, moved on by its organiser: draft, open, closed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog

from polls.db import questions as table
from polls.db import sealing as seals
from polls.db.writer import tryouts
from polls.domain.electorate.credentials import KEY_BYTES
from polls.domain.errors import (
    StageConflict,
    UnavailableError,
    WrongStageError,
)
from polls.domain.questions.log import Act, LogEntry
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Visibility
from polls.domain.questions.visibility import may_reopen
from polls.services.questions import changes, deciding, sealing
from polls.services.questions.questions import new_seed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.questions.log import By
    from polls.domain.questions.questions import Question

log = structlog.get_logger()


async def open_(database: Database, key: str, by: By, opens: datetime | None = None) -> bool:
    """Open a draft for voters, now or by itself at a later moment; what was tried out is wiped.

    Returns whether it was not open already.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: its end would come first.
        WrongStageError: voting has ended, or is not to begin later any more.
    """
    return await database.write(_open, key, by, opens, datetime.now(UTC))


async def end_at(database: Database, key: str, by: By, closes: datetime | None) -> None:
    """Let voting end by itself at a later moment; None: not before somebody ends it.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: that time is in the past, or before the beginning.
        WrongStageError: voting has ended already.
    """
    await database.write(_end_at, key, by, closes, datetime.now(UTC))


async def stop(database: Database, key: str, by: By) -> None:
    """Take no more votes; for a minute `resume` takes that back, and nothing more is shown.

    Then the end is in force, as after `close`.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        WrongStageError: it has never been open.
    """
    await database.write(_stop, key, by, datetime.now(UTC))


async def resume(database: Database, key: str, by: By) -> None:
    """Take votes again after `stop`, as if nothing had been done: only the log tells of it.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        WrongStageError: the minute is over, or voting was not ended.
    """
    await database.write(_resume, key, by, datetime.now(UTC))


async def close(database: Database, key: str, by: By) -> bool:
    """End voting now and for good; say whether it had not ended so before.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        WrongStageError: it has never been open.
    """
    was_open = await database.write(_close, key, by, datetime.now(UTC))
    try:
        await sealing.seal(database, key)
    except UnavailableError:
        log.warning("sealing_postponed", question=key)  # the housekeeper makes up for it
    return was_open


async def reopen(database: Database, key: str, by: By, closes: datetime | None = None) -> None:
    """Let voting go on after its end, as everybody will be told; until a moment, if one is given.

    A decision is taken back: it would stand over votes that may yet say another thing.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: that time is in the past.
        WrongStageError: voting has not ended, or its result tells too much to go on.
    """
    await database.write(_reopen, key, by, closes, datetime.now(UTC))


async def publish(database: Database, key: str, by: By) -> None:
    """Publish a result that only the organiser has seen so far.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        WrongStageError: voting goes on, or the result was never kept back.
    """
    await database.write(_publish, key, by, datetime.now(UTC))


def _open(
    connection: Connection,
    key: str,
    by: By,
    opens: datetime | None,
    now: datetime,
) -> bool:
    question = table.lock(connection, key)
    if opens is None and question.stage(now) is Stage.OPEN:
        return False  # pressed twice, perhaps
    changes.check(question, by)
    if question.stage(now) is Stage.OPEN:
        raise WrongStageError(StageConflict.HAS_BEGUN)
    _require(question, now, Stage.DRAFT, Stage.SCHEDULED)
    begins = now if opens is None else opens
    if begins < now:
        raise InvalidQuestionError([Problem("opens", Fault.IS_PAST)])
    if question.close_date is not None and question.close_date <= begins:
        raise InvalidQuestionError(
            [Problem("opens", Fault.END_MUST_CHANGE_FIRST)],
        )
    tryouts.wipe(connection, question.id)
    entry = LogEntry(now, by.actor, Act.OPENED)
    if begins > now:
        entry = LogEntry(now, by.actor, Act.SCHEDULED, {"opens": begins.isoformat()})
    opened_at = begins if begins == now else None
    changes.finish(
        connection,
        question,
        entry,
        is_draft=False,
        opened_at=opened_at,
        pub_date=begins,
    )
    return True


def _end_at(
    connection: Connection,
    key: str,
    by: By,
    closes: datetime | None,
    now: datetime,
) -> None:
    question = changes.begin(connection, key, by)
    _require(question, now, Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN)
    _check_end(closes, question, now)
    entry = LogEntry(now, by.actor, Act.LIMITED, {"closes": closes and closes.isoformat()})
    changes.finish(connection, question, entry, close_date=closes)


def _stop(connection: Connection, key: str, by: By, now: datetime) -> None:
    question = table.lock(connection, key)
    if question.stage(now).has_ended:
        return  # pressed twice, perhaps
    changes.check(question, by)
    _require(question, now, Stage.OPEN)
    entry = LogEntry(now, by.actor, Act.CLOSED)
    changes.finish(connection, question, entry, stopped_at=now)


def _resume(connection: Connection, key: str, by: By, now: datetime) -> None:
    question = table.lock(connection, key)
    stage = question.stage(now)
    if stage is Stage.OPEN:
        return  # pressed twice, perhaps
    if stage is Stage.CLOSED or seals.is_sealed(connection, question.id):
        raise WrongStageError(StageConflict.END_STANDS)
    changes.check(question, by)
    _require(question, now, Stage.ENDING)
    entry = LogEntry(now, by.actor, Act.RESUMED)
    changes.finish(connection, question, entry, stopped_at=None)


def _close(connection: Connection, key: str, by: By, now: datetime) -> bool:
    question = table.lock(connection, key)
    if question.stage(now) is Stage.CLOSED:
        return False
    changes.check(question, by)
    _require(question, now, Stage.OPEN, Stage.ENDING, Stage.SCHEDULED)
    is_confirmed = question.stage(now) is Stage.ENDING
    entry = LogEntry(now, by.actor, Act.CONFIRMED if is_confirmed else Act.CLOSED)
    changes.finish(connection, question, entry, stopped_at=None, closed_at=now)
    return True


def _reopen(
    connection: Connection,
    key: str,
    by: By,
    closes: datetime | None,
    now: datetime,
) -> None:
    question = changes.begin(connection, key, by)
    if question.stage(now) is Stage.OPEN:
        raise WrongStageError(StageConflict.IS_OPEN_ALREADY)
    _require(question, now, Stage.CLOSED)
    if not may_reopen(question):
        raise WrongStageError(StageConflict.CANNOT_REOPEN)
    _check_end(closes, question, now)
    deciding.drop(connection, question, by, now)
    seed = new_seed()
    detail = {"closes": closes and closes.isoformat(), "seal": sha256(seed).hexdigest()}
    changes.finish(
        connection,
        question,
        LogEntry(now, by.actor, Act.REOPENED, detail),
        stopped_at=None,
        closed_at=None,
        close_date=closes,
        reopened_at=now,
        is_unrecorded=False,  # the next end makes a record of its own
        network_key=secrets.token_bytes(KEY_BYTES),  # the one before is gone for good
        # The one before was published, so voters could make the very tie that its lots decide.
        lot_seed=seed,
    )


def _publish(connection: Connection, key: str, by: By, now: datetime) -> None:
    question = changes.begin(connection, key, by)
    _require(question, now, Stage.CLOSED)
    if question.rules.visibility is not Visibility.ORGANISER or question.published_at:
        raise WrongStageError(StageConflict.IS_PUBLIC_ALREADY)
    entry = LogEntry(now, by.actor, Act.PUBLISHED)
    changes.finish(connection, question, entry, published_at=now)


def _require(question: Question, now: datetime, *stages: Stage) -> None:
    stage = question.stage(now)
    if stage not in stages:
        raise WrongStageError(_CONFLICTS[stage])


def _check_end(closes: datetime | None, question: Question, now: datetime) -> None:
    if closes is not None and closes <= now:
        raise InvalidQuestionError([Problem("closes", Fault.IS_PAST)])
    if closes is not None and closes <= question.pub_date:
        raise InvalidQuestionError([Problem("closes", Fault.ENDS_BEFORE_BEGINNING)])


_CONFLICTS = {
    Stage.DRAFT: StageConflict.IS_DRAFT,
    Stage.SCHEDULED: StageConflict.IS_SCHEDULED,
    Stage.OPEN: StageConflict.IS_OPEN,
    Stage.ENDING: StageConflict.IS_ENDING,
    Stage.CLOSED: StageConflict.IS_CLOSED,
}
