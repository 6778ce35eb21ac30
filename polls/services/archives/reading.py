"""Reading an archive: the question appears whole, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.db import archives as table
from polls.db.voters import invitations
from polls.domain.questions.questions import ended_at
from polls.domain.questions.retention import removal
from polls.domain.questions.rules import Voters
from polls.services.archives import asked
from polls.services.archives.interruption import stop_if_interrupted
from polls.services.archives.ledgers import Ledger, check_turnout
from polls.services.archives.lines import checked
from polls.services.archives.refusals import (
    BadFileError,
    FileFault,
    KeyDeletedError,
    KeyTakenError,
    LineFault,
    OverdueError,
    TooSlowError,
    refuse,
)
from polls.services.archives.shape import (
    BallotLine,
    ChoiceLine,
    InvitationLine,
    Network,
    QuestionLine,
)
from polls.services.questions.questions import random_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.services.archives.lines import NumberedLine

LONGEST_SECONDS = 3_600
"""Ten million ballots take a tenth of it. On SQLite nobody can vote meanwhile."""

_LARGEST_SLICE = 16_000_000
"""Bytes of lines in memory at once, unless one line has more."""

_BY_BROWSER = {Voters.BROWSER, Voters.NETWORK, Voters.NAMED}
"""Where a browser makes its credential from the question's key."""


class Restored(NamedTuple):
    """A question that is in the database now."""

    key: str
    ballots: int
    unknown_zone: str | None = None
    """The time zone that it had, and that UTC now takes the place of."""


async def restore(
    database: Database,
    read_line: Callable[[int], bytes],
    report: Callable[[], object],
    *,
    has_new_key: bool,
    retention_days: int | None,
) -> Restored:
    """Put the question of an archive into the database, in one transaction.

    Args:
        database: where it is to be. On SQLite votes wait until it is there.
        read_line: as `lines.checked` has it.
        report: called every thousand lines or so.
        has_new_key: give it another key than it had; its links lead nowhere then.
        retention_days: after its end at which a question is deleted here; None: never.

    Raises:
        ArchiveError: it cannot be read, or cannot be put here. Nothing is.
    """
    return await database.write(_restore, read_line, report, has_new_key, retention_days)


def _restore(
    connection: Connection,
    read_line: Callable[[int], bytes],
    report: Callable[[], object],
    has_new_key: bool,  # noqa: FBT001 - handed on by `write`
    retention_days: int | None,
) -> Restored:
    first, choices, others = _parts(checked(read_line))
    assert isinstance(first.content, QuestionLine)  # noqa: S101 - the first that `checked` yields
    question = first.content.now()
    rules = asked.check(first.number, question, choices)
    _check_retention(question, retention_days)
    key = _new_key(question) if has_new_key else _own_key(connection, question.key)
    is_unrecorded = _is_unrecorded(question)
    row = question.model_dump() | {"is_unrecorded": is_unrecorded}
    question_id, key = table.add_question(connection, row, key)
    rows = [{**vars(each), "ordinal": place} for place, each in enumerate(choices)]
    if rows:
        place = (first.number + 1, first.number + len(rows))
        table.add(connection, "choice", question_id, rows, place)
    kinds = [choice.kind for choice in choices]
    ledger = Ledger(rules, kinds, table.choice_ids(connection, question_id))
    seats = _add_others(connection, question_id, others, ledger, report)
    ledger.finish()
    _check_counts(connection, question_id, question, ledger)
    _check_networks(question, ledger, seats)
    if has_new_key:
        _check_voters(question, ledger)
    counts = {"ballot_count": ledger.ballots, "vote_count": ledger.current}
    table.finish(connection, question_id, counts, ledger.votes)
    zone = first.content.zone
    return Restored(key, ledger.ballots, None if zone == question.zone else zone)


def _parts(
    lines: Iterator[NumberedLine],
) -> tuple[NumberedLine, list[ChoiceLine], Iterator[NumberedLine]]:
    """Return the line of the question, its choices, and what follows them."""
    first = next(lines)
    choices: list[ChoiceLine] = []
    for line in lines:
        if not isinstance(line.content, ChoiceLine):
            return first, choices, chain([line], lines)
        choices.append(line.content)
    return first, choices, iter(())


def _add_others(
    connection: Connection,
    question_id: int,
    lines: Iterator[NumberedLine],
    ledger: Ledger,
    report: Callable[[], object],
) -> int:
    """Insert what follows the choices, some lines at a time; return the seats of networks."""
    latest = monotonic() + LONGEST_SECONDS
    rows = _Rows(ledger)
    for some in _in_slices(lines):
        added = [rows.row(line) for line in some]
        place = (some[0].number, some[-1].number)
        table.add(connection, some[0].kind, question_id, added, place)
        stop_if_interrupted()
        report()
        if monotonic() > latest:
            raise TooSlowError(LONGEST_SECONDS // 60)
    return rows.seats


class _Rows:
    """Makes the rows of lines, and knows what was in those before."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._entries = 0
        self._codes: set[bytes] = set()
        self._tags: set[bytes] = set()
        self.seats = 0
        """Taken in all networks."""

    def row(self, line: NumberedLine) -> dict[str, Any]:
        """Return the row of a line.

        Raises:
            ArchiveError: it cannot be beside those before.
        """
        content = line.content
        if isinstance(content, BallotLine):
            return self._ledger.add(line.number, content)
        row = dict(vars(content))
        if isinstance(content, InvitationLine):
            if content.code_hash in self._codes:
                refuse(line.number, LineFault.REPEATED_CODE)
            if content.has_voted and content.is_revoked:
                refuse(line.number, LineFault.REVOKED_AFTER_VOTE)
            self._codes.add(content.code_hash)
        elif isinstance(content, Network):
            if content.tag in self._tags:
                refuse(line.number, LineFault.REPEATED_NETWORK)
            self._tags.add(content.tag)
            self.seats += content.voters
        else:
            row["number"] = self._entries
            self._entries += 1
        return row


def _check_counts(
    connection: Connection,
    question_id: int,
    question: QuestionLine,
    ledger: Ledger,
) -> None:
    if question.released_count > ledger.ballots:
        raise BadFileError(FileFault.LACKS_RELEASED)
    if question.voters is Voters.INVITED and not question.is_draft:
        check_turnout(ledger, *invitations.used(connection, question_id))


def _is_unrecorded(question: QuestionLine) -> bool:
    """Tell whether this site is to make a record of its own: if there was one where it comes from.

    Otherwise its voters were told that ballots are not published. Of one that was not sealed yet
    there will be a record when it is.
    """
    is_sealed = question.network_key is None and question.is_over(datetime.now(UTC))
    return is_sealed and question.records_before > 0


def _check_networks(question: QuestionLine, ledger: Ledger, seats: int) -> None:
    """Make sure that the limit of votes from a network goes on where it was.

    The end of voting forgets the networks, also where it is reopened; drafts note none.
    """
    has_forgotten = question.is_draft or question.reopened_at is not None
    is_over = question.is_over(datetime.now(UTC))
    if question.voters is not Voters.NETWORK or has_forgotten or is_over:
        return
    if seats < ledger.current:
        raise BadFileError(FileFault.LACKS_NETWORKS)


def _check_retention(question: QuestionLine, days: int | None) -> None:
    ended = ended_at(question.close_date, question.stopped_at, question.closed_at)
    due = removal(ended, days, is_draft=question.is_draft)
    if days is not None and due is not None and due <= datetime.now(UTC):
        raise OverdueError(days)


def _own_key(connection: Connection, key: str) -> str:
    if table.is_taken(connection, key):
        raise KeyTakenError(key)
    if table.is_deleted(connection, key):
        raise KeyDeletedError(key)
    return key


def _new_key(question: QuestionLine) -> str | None:
    return None if question.is_listed else random_key()


def _check_voters(question: QuestionLine, ledger: Ledger) -> None:
    is_over = question.is_over(datetime.now(UTC))
    if ledger.ballots and not is_over and question.voters in _BY_BROWSER:
        raise BadFileError(FileFault.IS_OPEN)


def _in_slices(lines: Iterator[NumberedLine]) -> Iterator[Sequence[NumberedLine]]:
    """Yield lines of one kind together, no more than a slice of them."""
    gathered: list[NumberedLine] = []
    size = 0
    for line in lines:
        is_other = bool(gathered) and line.kind != gathered[0].kind
        if is_other or len(gathered) == table.SLICE or size > _LARGEST_SLICE:
            yield gathered
            gathered, size = [], 0
        gathered.append(line)
        size += line.size
    if gathered:
        yield gathered
