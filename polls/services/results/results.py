"""Results, as far as who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.db import tallies as table
from polls.db.records import records
from polls.db.voters import removals
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role, Sight, sight_now
from polls.domain.results import draws, requirements
from polls.domain.results import results as domain
from polls.domain.results.contrasts import Contrasts
from polls.domain.results.phrases import phrases
from polls.domain.results.tallies import Count
from polls.services.results import contrasting, counting
from polls.services.voters import turnout

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question
    from polls.domain.results.draws import Draw
    from polls.domain.results.requirements import Requirement
    from polls.live import Tallies

MOST_NAMES = 500
"""Named ballots listed with a result: a long page, and as much as one event should carry."""


class NamedBallot(NamedTuple):
    """Who chose what."""

    name: str
    texts: tuple[str, ...]
    """What the ballot says, a choice each."""
    selection: Selection


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and its result, as far as one role may see them at one moment."""

    question: Question
    """Without its running counts and its seed: what may be told of them is in `result`, `draw`."""
    sight: Sight
    result: domain.Result | None
    """None: what the ballots say may not be seen."""
    named: tuple[NamedBallot, ...]
    """By name; at most `MOST_NAMES`."""
    stage: Stage
    draw: Draw | None
    """Its lots, as far as they may be known."""
    contrasts: Contrasts
    """What other methods make of the ballots, when voting has ended."""
    quorum: Requirement | None
    """Whether enough have voted by now, which everybody may know as far as ballots are numbers."""
    removed: int = 0
    """Votes that the organiser removed, of which everybody may know."""
    newer_at: datetime | None = None
    """When a newer result may be asked for, if this one is of a moment before."""
    has_record: bool = False
    """Whether there is a record that the viewer may see, or will be in a minute."""

    @property
    def size(self) -> int:
        """Choices and names, which make a page of it long."""
        return len(self.question.choices) + len(self.named)

    @property
    def is_closed(self) -> bool:
        """Whether voting has ended."""
        return self.stage is Stage.CLOSED


async def of(database: Database, kept: Tallies, key: str, viewer: Role) -> Shown:
    """Return of a question's result what `viewer` may see of it now.

    Every channel comes through here, so that who may see a result, and when, is decided in one
    place.

    Raises:
        QuestionNotFoundError: there is none, or it may not be known that there will be.
        NotYetOpenError: voting has not begun.
    """
    read = await database.read(_read, key, viewer, datetime.now(UTC))
    question, stage, seen, named, invited, removed, has_record = read
    is_closed = stage is Stage.CLOSED
    draw = draws.of(question, is_closed=is_closed)
    if not seen.is_open:
        quorum = _quorum(question, invited, None)
        return Shown(_told(question), seen, None, (), stage, draw, Contrasts(), quorum, removed)
    length = question.released_count if seen is Sight.STEPPED else question.ballot_count
    counted, newer_at = await counting.count(database, kept, question, length, is_closed=is_closed)
    result = domain.judged(counted, question.rules, invited, is_closed=is_closed)
    return Shown(
        question=_told(question),
        sight=seen,
        result=result,
        named=named,
        stage=stage,
        draw=draw,
        contrasts=await contrasting.of(database, kept, question, result)
        if is_closed
        else Contrasts(),
        quorum=_quorum(question, invited, result),
        removed=removed,
        newer_at=newer_at,
        has_record=has_record,
    )


class _Read(NamedTuple):
    """What is read at one moment: names only if they may be seen."""

    question: Question
    stage: Stage
    sight: Sight
    named: tuple[NamedBallot, ...]
    invited: Count | None
    removed: int
    has_record: bool


def _read(connection: Connection, key: str, viewer: Role, now: datetime) -> _Read:
    if viewer is Role.ORGANISER:
        question = questions.get(connection, key)
    else:
        question = questions.known(connection, key, now)
        question.check_begun(now)
    stage = question.stage(now)
    seen = sight_now(question, stage, viewer)
    named = _named(connection, question) if seen.is_open else ()
    is_named = question.rules.voters is Voters.NAMED
    removed = removals.count(connection, question.id) if is_named else 0
    invited = turnout.invited(connection, question)
    has_record = stage is Stage.CLOSED and records.is_made(connection, question.id)
    return _Read(question, stage, seen, named, invited, removed, has_record)


def _quorum(
    question: Question,
    invited: Count | None,
    result: domain.Result | None,
) -> Requirement | None:
    """Return how far the quorum is reached, for all to see.

    The number of ballots is public at once; what they weigh, as far as the result may be seen:
    from ballot to ballot, the weight would tell who has voted.
    """
    if invited is not None and invited.weight != invited.ballots:
        seen = result.total if result else None
        return requirements.quorum(question.rules, seen, invited)
    cast = Count(question.vote_count, question.vote_count)
    return requirements.quorum(question.rules, cast, invited)


def _named(connection: Connection, question: Question) -> tuple[NamedBallot, ...]:
    if question.rules.voters is not Voters.NAMED:
        return ()
    signed = table.signed(connection, question.id, MOST_NAMES)
    named = [
        NamedBallot(each.name, phrases(each.selection, question), each.selection) for each in signed
    ]
    return tuple(sorted(named, key=_by_name))


def _by_name(ballot: NamedBallot) -> tuple[str, str, tuple[str, ...]]:
    return ballot.name.casefold(), ballot.name, ballot.texts


def _told(question: Question) -> Question:
    return replace(question.without_counts(), lot_seed=None)
