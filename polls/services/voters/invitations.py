"""Inviting voters: making codes, and taking them back."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.db.voters import invitations as table
from polls.domain.electorate.invitation_codes import CODE_BYTES, code_hash, new_code, shown_code
from polls.domain.electorate.invitees import MOST_AT_ONCE, MOST_INVITATIONS, Invitee
from polls.domain.electorate.list_problems import (
    BadEntry,
    InvalidListError,
    InvitedBefore,
    NumberOfCodes,
)
from polls.domain.errors import (
    CannotInviteError,
    CodeConflict,
    EditedMeanwhileError,
    InvitationConflict,
    InvitationUsedError,
    TooManyInvitationsError,
    TooManyReplacedError,
)
from polls.domain.questions.log import Act, LogEntry
from polls.domain.questions.rules import Voters
from polls.domain.text.likeness import folded
from polls.services.exports import csv_file
from polls.services.questions import changes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from polls.bulkheads import InThread
    from polls.db.engines.database import Database
    from polls.domain.electorate.turnout import Invitation
    from polls.domain.questions.log import By
    from polls.domain.questions.questions import Question


class Made(NamedTuple):
    """A new invitation with its code, which is told this once."""

    label: str
    weight: int
    code: str


async def make(
    database: Database,
    key: str,
    number: int,
    by: By,
    in_thread: InThread = asyncio.to_thread,
) -> list[Made]:
    """Make so many codes for nobody in particular; they are called “No. 1”, “No. 2” and so on.

    Raises:
        CannotInviteError: the question takes no invitations.
        TooManyInvitationsError: it takes not so many.
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidListError: the number is too small, or too large for once.
    """
    if not 1 <= number <= MOST_AT_ONCE:
        raise InvalidListError([NumberOfCodes(MOST_AT_ONCE)])
    codes = await in_thread(_new_codes, number)
    return await database.write(_make, key, codes, by)


async def invite(
    database: Database,
    key: str,
    invitees: Sequence[Invitee],
    by: By,
    in_thread: InThread = asyncio.to_thread,
) -> list[Made]:
    """Make a code for each of at most `MOST_AT_ONCE` people.

    Raises:
        CannotInviteError: the question takes no invitations.
        TooManyInvitationsError: it takes not so many.
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidListError: some of them are invited already.
    """
    codes = await in_thread(_new_codes, len(invitees))
    return await database.write(_invite, key, invitees, codes, by)


async def revoke(database: Database, key: str, ids: Collection[int], by: By) -> int:
    """Let codes open nothing any more, and return how many; those that were used stay as they are.

    Raises:
        CannotInviteError: voting has ended.
        EditedMeanwhileError: the question is not as `by` knows it.
        InvitationUsedError: none of them can be revoked.
    """
    return await database.write(_revoke, key, ids, by)


async def reissue(
    database: Database,
    key: str,
    ids: Collection[int] | None,
    by: By,
    in_thread: InThread = asyncio.to_thread,
) -> list[Made]:
    """Give new codes to those of these people, or of all, who have not voted; the old ones die.

    Raises:
        CannotInviteError: voting has ended.
        TooManyReplacedError: they are too many for once.
        TooManyInvitationsError: the question may not have so many.
        EditedMeanwhileError: the question is not as `by` knows it.
        InvitationUsedError: there is none among them who has not voted.
    """
    number = await database.read(_number, key, ids)
    codes = await in_thread(_new_codes, number)
    return await database.write(_reissue, key, ids, codes, by)


def file(made: Sequence[Made], address: str) -> bytes:
    """Return new codes as CSV; `address` is that of the question's page."""
    rows = [(each.label, each.weight, shown_code(each.code), link(each, address)) for each in made]
    return csv_file([("name", "weight", "code", "link"), *rows])


def link(made: Made, address: str) -> str:
    """Return where a code can be used without typing it."""
    return f"{address}/code/{made.code}"


class _Code(NamedTuple):
    code: str
    hash: bytes


def _new_codes(number: int) -> list[_Code]:
    chance = os.urandom(CODE_BYTES * number)
    starts = range(0, len(chance), CODE_BYTES)
    codes = [new_code(chance[start : start + CODE_BYTES]) for start in starts]
    return [_Code(code, code_hash(code)) for code in codes]


def _make(connection: Connection, key: str, codes: list[_Code], by: By) -> list[Made]:
    question = _begin(connection, key, by)
    first = table.count(connection, question.id) + 1
    invitees = [Invitee(f"No. {number}") for number in range(first, first + len(codes))]
    return _add(connection, question, invitees, codes, by)


def _invite(
    connection: Connection,
    key: str,
    invitees: Sequence[Invitee],
    codes: list[_Code],
    by: By,
) -> list[Made]:
    question = _begin(connection, key, by)
    known = {folded(label) for label in table.labels(connection, question.id)}
    problems = [
        BadEntry(each.line, InvitedBefore(each.label))
        for each in invitees
        if folded(each.label) in known
    ]
    if problems:
        raise InvalidListError(problems)
    return _add(connection, question, invitees, codes, by)


def _add(
    connection: Connection,
    question: Question,
    invitees: Sequence[Invitee],
    codes: Sequence[_Code],
    by: By,
) -> list[Made]:
    made = _insert(connection, question, invitees, codes)
    _finish(connection, question, by, Act.INVITED, len(made))
    return made


def _revoke(connection: Connection, key: str, ids: Collection[int], by: By) -> int:
    question = _begin(connection, key, by)
    revoked = _take_back(connection, question, ids)
    _finish(connection, question, by, Act.REVOKED, len(revoked))
    return len(revoked)


def _number(connection: Connection, key: str, ids: Collection[int] | None) -> int:
    """Say how many codes would be replaced now, as far as they may be."""
    number = len(table.waiting(connection, questions.get(connection, key).id, ids))
    if number > MOST_AT_ONCE:
        raise TooManyReplacedError(number, MOST_AT_ONCE)
    return number


def _reissue(
    connection: Connection,
    key: str,
    ids: Collection[int] | None,
    codes: list[_Code],
    by: By,
) -> list[Made]:
    question = _begin(connection, key, by)
    invitees = [Invitee(each.label, each.weight) for each in _take_back(connection, question, ids)]
    if len(invitees) > len(codes):  # somebody was invited after they were counted
        raise EditedMeanwhileError
    made = _insert(connection, question, invitees, codes[: len(invitees)])
    _finish(connection, question, by, Act.REISSUED, len(made))
    return made


def _begin(connection: Connection, key: str, by: By) -> Question:
    question = changes.begin(connection, key, by)
    if question.rules.voters is not Voters.INVITED:
        raise CannotInviteError(InvitationConflict.NOT_BY_INVITATION)
    if question.is_closed(datetime.now(UTC)):
        raise CannotInviteError(InvitationConflict.IS_CLOSED)
    return question


def _take_back(
    connection: Connection,
    question: Question,
    ids: Collection[int] | None,
) -> list[Invitation]:
    # The question is locked, as it is for a vote: who has not voted here cannot until the end.
    found = table.waiting(connection, question.id, ids)
    if not found:
        raise InvitationUsedError(_why_none(ids))
    table.revoke(connection, question.id, ids)
    return found


def _why_none(ids: Collection[int] | None) -> CodeConflict:
    if ids is None:
        return CodeConflict.ALL_USED
    return CodeConflict.CHOSEN_ONES_USED if ids else CodeConflict.NONE_CHOSEN


def _insert(
    connection: Connection,
    question: Question,
    invitees: Sequence[Invitee],
    codes: Sequence[_Code],
) -> list[Made]:
    number = table.count(connection, question.id) + len(invitees)
    if number > MOST_INVITATIONS:
        raise TooManyInvitationsError(number, MOST_INVITATIONS)
    pairs = list(zip(invitees, codes, strict=True))
    new = [table.NewInvitation(each.label, each.weight, code.hash) for each, code in pairs]
    table.add(connection, question.id, new)
    return [Made(each.label, each.weight, code.code) for each, code in pairs]


def _finish(connection: Connection, question: Question, by: By, act: Act, number: int) -> None:
    entry = LogEntry(datetime.now(UTC), by.actor, act, {"codes": number})
    changes.finish(connection, question, entry)
