"""Results, as far as who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.db import tallies as table
from polls.domain import results as domain
from polls.domain import tallies
from polls.domain.questions import Stage
from polls.domain.rules import Voters
from polls.domain.visibility import Role, Sight, sight

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.database import Database
    from polls.db.tallies import Signed
    from polls.domain.questions import Question
    from polls.domain.tallies import Tally

MOST_NAMES = 500
"""Named ballots listed with a result: a long page, and as much as one event should carry."""


class NamedBallot(NamedTuple):
    """Who chose what."""

    name: str
    texts: tuple[str, ...]
    """Of the marked choices, in the order of the ballot."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and its result, as far as one role may see them at one moment."""

    question: Question
    """Without its running counts: what may be told of them is in `result`."""
    sight: Sight
    result: domain.Result | None
    """None: what the ballots say may not be seen."""
    named: tuple[NamedBallot, ...]
    """By name; at most `MOST_NAMES`."""
    stage: Stage

    @property
    def is_closed(self) -> bool:
        """Whether voting has ended."""
        return self.stage is Stage.CLOSED


async def of(database: Database, key: str, viewer: Role) -> Shown:
    """Return of a question's result what `viewer` may see of it now.

    Every channel comes through here, so that who may see a result, and when, is decided in one
    place.

    Raises:
        QuestionNotFoundError: there is none, or it may not be known that there will be.
        NotYetOpenError: voting has not begun.
    """
    return await database.read(_shown, key, viewer, datetime.now(UTC))


def _shown(connection: Connection, key: str, viewer: Role, now: datetime) -> Shown:
    question = questions.get(connection, key)
    if viewer is not Role.ORGANISER:
        question.check_begun(now)
    stage = question.stage(now)
    seen = sight(question.rules, stage, question.published_at, viewer)
    if not seen.is_open:
        return Shown(_without_counts(question), seen, None, (), stage)
    is_closed = stage is Stage.CLOSED
    result = domain.read(question, _tally(connection, question, seen), is_closed=is_closed)
    named = _named(connection, question)
    return Shown(_without_counts(question), seen, result, named, stage)


def _tally(connection: Connection, question: Question, seen: Sight) -> Tally:
    """Take the running counts where they say enough, else count the ballots."""
    if question.rules.voters is not Voters.INVITED:
        return tallies.running(question)
    length = question.released_count if seen is Sight.STEPPED else question.ballot_count
    return tallies.folded(table.fold(connection, question.id, length))


def _named(connection: Connection, question: Question) -> tuple[NamedBallot, ...]:
    if question.rules.voters is not Voters.NAMED:
        return ()
    signed = table.signed(connection, question.id, MOST_NAMES)
    named = [NamedBallot(each.name, _texts(question, each)) for each in signed]
    return tuple(sorted(named, key=_by_name))


def _texts(question: Question, signed: Signed) -> tuple[str, ...]:
    return tuple(each.text for each in question.choices if each.id in signed.selection)


def _by_name(ballot: NamedBallot) -> tuple[str, NamedBallot]:
    return ballot.name.casefold(), ballot


def _without_counts(question: Question) -> Question:
    choices = tuple(replace(choice, votes=0) for choice in question.choices)
    return replace(question, choices=choices)
