"""Join codes: shown by an organiser, typed by people in a room, gone when voting ends."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import join_codes as table
from polls.db import questions
from polls.domain.errors import (
    Absence,
    StageConflict,
    UnavailableError,
    WrongJoinCodeError,
    WrongStageError,
)
from polls.domain.questions.join_codes import NUMBER, join_code, parse_join_code
from polls.domain.questions.questions import Stage

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database

ATTEMPTS = 100
"""Codes drawn before giving up: with half a million in use, fewer than one in 10²⁹ fails."""

_CONFLICTS = {
    Stage.DRAFT: StageConflict.IS_DRAFT,
    Stage.SCHEDULED: StageConflict.IS_SCHEDULED,
    Stage.ENDING: StageConflict.IS_ENDING,
    Stage.CLOSED: StageConflict.IS_CLOSED,
}
"""Why a question has no code in this stage."""


async def show(database: Database, key: str) -> str:
    """Return the join code of an open question, which gets one if it has none.

    Raises:
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
        UnavailableError: nearly all codes are in use.
        WrongStageError: it is not open.
    """
    return await database.write(_show, key, datetime.now(UTC))


async def hide(database: Database, key: str) -> None:
    """Let the join code of a question lead nowhere any more, if it has one.

    Raises:
        QuestionDeletedError: the question was deleted.
        QuestionNotFoundError: there is none.
    """
    await database.write(_hide, key)


async def find(database: Database, typed: str) -> str:
    """Return the key of the open question whose join code somebody typed.

    Raises:
        WrongJoinCodeError: none has; what was once one is refused as what never was.
    """
    code = parse_join_code(typed)
    if code is None:
        raise WrongJoinCodeError
    return await database.read(_find, code, datetime.now(UTC))


async def code_of(database: Database, key: str) -> str | None:
    """Return the join code of a question, if its organiser has let it have one."""
    return await database.read(table.code_of, key)


async def release(database: Database, now: datetime) -> None:
    """Take the codes back of questions that are deleted, or on which voting has ended."""
    if await database.read(table.are_due, now):
        await database.write(table.release, now)


def _show(connection: Connection, key: str, now: datetime) -> str:
    question = questions.lock(connection, key)
    stage = question.stage(now)
    if stage is not Stage.OPEN:
        raise WrongStageError(_CONFLICTS[stage])
    if code := table.code_of(connection, key):
        return code
    for _ in range(ATTEMPTS):
        code = join_code(secrets.randbelow(NUMBER))
        if table.give(connection, question.id, code):
            questions.change(connection, question.id, is_revised=False)
            return code
    raise UnavailableError(Absence.NO_JOIN_CODE)


def _hide(connection: Connection, key: str) -> None:
    question = questions.lock(connection, key)
    if table.take_back(connection, question.id):
        questions.change(connection, question.id, is_revised=False)


def _find(connection: Connection, code: str, now: datetime) -> str:
    key = table.key_of(connection, code)
    question = None if key is None else questions.find(connection, key)
    if question is None or question.stage(now) is not Stage.OPEN:
        raise WrongJoinCodeError
    return question.key
