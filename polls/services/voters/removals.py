"""Removing a vote under a name, such as one of two under the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.db import questions
from polls.db.voters import removals as table
from polls.domain.errors import StageConflict, WrongStageError
from polls.domain.questions.log import Act, LogEntry
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.questions.questions import Stage
from polls.domain.text.likeness import folded, groups
from polls.services.questions import changes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.log import By
from polls.domain.questions.questions import Question

MOST = 500
"""Votes on a page."""


@dataclass(frozen=True, slots=True)
class VisibleVote:
    """A vote that counts, as the organiser sees it."""

    position: int
    name: str
    selection: Selection
    is_shared: bool
    """Whether another one that counts has the same name."""


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes under some names, those with a name that others have, too, before the rest."""

    shown: tuple[VisibleVote, ...]
    """At most `MOST`."""
    number: int
    """Of all that were asked for."""


async def votes(database: Database, question: Question, search: str = "") -> Votes:
    """Return the votes whose names contain `search`."""
    return await database.read(_votes, question, search)


async def find(database: Database, question: Question, position: int) -> VisibleVote | None:
    """Return the vote at this position of the ledger, if it counts and carries a name."""
    return await database.read(_find, question, position)


async def remove(database: Database, key: str, by: By, position: int) -> None:
    """Let a vote count no more. It stays in the ledger, and its voter may vote again.

    Raises:
        EditedMeanwhileError: the question is not as `by` knows it.
        InvalidQuestionError: the vote was changed or removed since, or there was none with a name.
        WrongStageError: voting is not open.
    """
    await database.write(_remove, key, by, position, datetime.now(UTC))


def _votes(connection: Connection, question: Question, search: str) -> Votes:
    signed = table.signed(connection, question.id)
    shared = _shared(signed)
    found = [each for each in signed if folded(search) in folded(each.name)]
    found.sort(key=lambda each: (folded(each.name) not in shared, folded(each.name), each.position))
    return Votes(tuple(_vote(each, shared) for each in found[:MOST]), len(found))


def _find(connection: Connection, question: Question, position: int) -> VisibleVote | None:
    signed = table.signed(connection, question.id)
    found = (each for each in signed if each.position == position)
    return next((_vote(each, _shared(signed)) for each in found), None)


def _shared(signed: Sequence[table.RemovableBallot]) -> set[str]:
    """Return the names, folded, that more than one of these votes carry."""
    return {folded(name) for name, *_ in groups((each.name for each in signed), folded)}


def _vote(signed: table.RemovableBallot, shared: Collection[str]) -> VisibleVote:
    is_shared = folded(signed.name) in shared
    return VisibleVote(signed.position, signed.name, signed.selection, is_shared=is_shared)


def _remove(connection: Connection, key: str, by: By, position: int, now: datetime) -> None:
    question = questions.lock(connection, key)
    if question.stage(now).has_ended:  # said first: whoever ended it has changed it, too
        raise WrongStageError(StageConflict.CLOSED_BEFORE_REMOVAL)
    changes.check(question, by)
    if question.stage(now) is not Stage.OPEN:
        raise WrongStageError(StageConflict.REMOVAL_ONLY_WHILE_OPEN)
    removed = table.remove(connection, question, position)
    if removed is None:
        raise InvalidQuestionError(
            [Problem("vote", Fault.VOTE_CHANGED)],
        )
    entry = LogEntry(now, by.actor, Act.REMOVED, {"name": removed.name, "ballot": position})
    changes.finish(connection, question, entry, **removed.counters)
