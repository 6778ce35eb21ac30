"""Reading an archive: the question appears whole, or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.db import archives as table
from polls.domain.asking import MOST_CHOICES
from polls.domain.errors import ArchiveError
from polls.domain.methods import METHODS
from polls.domain.questions import has_closed
from polls.domain.rules import Voters
from polls.domain.selections import encode, named, renamed
from polls.services.archives.interruption import stop_if_interrupted
from polls.services.archives.lines import checked
from polls.services.archives.shape import Ballot, Choice, Question
from polls.services.questions import random_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel
    from sqlalchemy import Connection

    from polls.db.database import Database
    from polls.domain.selections import Selection, Style

_BY_BROWSER = {Voters.BROWSER, Voters.NETWORK, Voters.NAMED}
"""Where a browser makes its credential from the question's key."""


class Restored(NamedTuple):
    """A question that is in the database now."""

    key: str
    ballots: int


async def restore(
    database: Database,
    read_line: Callable[[int], bytes],
    report: Callable[[], object],
    *,
    has_new_key: bool,
) -> Restored:
    """Put the question of an archive into the database, in one transaction.

    Args:
        database: where it is to be. On SQLite votes wait until it is there.
        read_line: as `lines.checked` has it.
        report: called every thousand lines or so.
        has_new_key: give it another key than it had; its links lead nowhere then.

    Raises:
        ArchiveError: it cannot be read, or cannot be put here. Nothing is.
    """
    return await database.write(_restore, read_line, report, has_new_key)


def _restore(
    connection: Connection,
    read_line: Callable[[int], bytes],
    report: Callable[[], object],
    has_new_key: bool,  # noqa: FBT001 - handed on by `write`
) -> Restored:
    lines = checked(read_line)
    _, question = next(lines)
    assert isinstance(question, Question)  # noqa: S101 - the first line that `checked` yields
    key = _new_key(question) if has_new_key else _own_key(connection, question.key)
    question_id, key = table.add_question(connection, question.model_dump(), key)
    ledger = _Ledger(METHODS[question.method].ballot)
    for kind, contents in _in_slices(lines):
        if kind == "ballot" and not ledger.choice_ids:
            ledger.choice_ids = table.choice_ids(connection, question_id)
        rows = [_row(kind, each, ledger) for each in contents]
        table.add(connection, kind, question_id, rows)
        stop_if_interrupted()
        report()
    ledger.check(question)
    if has_new_key:
        _check_voters(question, ledger)
    counts = {"ballot_count": ledger.ballots, "vote_count": ledger.current}
    table.finish(connection, question_id, counts, ledger.votes)
    return Restored(key, ledger.ballots)


class _Ledger:
    """What has been read so far, counted."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self.choice_ids: Sequence[int] = ()
        self.choices = 0
        self.entries = 0
        self.ballots = 0
        self.current = 0
        self.latest = -1
        """Largest position that a ballot was replaced by."""
        self.votes: Counter[int] = Counter()

    def add(self, ballot: Ballot) -> dict[str, Any]:
        """Count a ballot and return its row."""
        position = self.ballots
        selection = self._selection(ballot)
        if ballot.replaced_by == position:
            raise ArchiveError(f"Ballot {position} of the file takes its own place.")
        self.ballots += 1
        if ballot.replaced_by is None:
            self.current += 1
            self.votes.update(named(selection, self._style))
        else:
            self.latest = max(self.latest, ballot.replaced_by)
        return {**vars(ballot), "position": position, "selection": encode(selection)}

    def _selection(self, ballot: Ballot) -> Selection:
        """Return what a ballot says with the ids that the choices have here."""
        style, written = self._style, ballot.selection
        ids = dict(enumerate(self.choice_ids))
        try:
            is_tidy = written == renamed(written, style, dict(zip(ids, ids, strict=True)))
            names = named(written, style)
            if is_tidy and len(set(names)) == len(names):
                return renamed(written, style, ids)
        except (KeyError, TypeError, ValueError):
            pass  # it has another shape, or names what is not there
        raise ArchiveError(
            f"Ballot {self.ballots} of the file does not fit the choices of the question.",
        )

    def check(self, question: Question) -> None:
        """Make sure that nothing refers to a ballot that is not there.

        Raises:
            ArchiveError: something does.
        """
        if self.latest >= self.ballots or question.released_count > self.ballots:
            raise ArchiveError("The file contradicts itself: it lacks ballots that it speaks of.")


def _own_key(connection: Connection, key: str) -> str:
    if table.is_taken(connection, key):
        raise ArchiveError(
            f"There is a question {key} here already; nothing was imported. With --new-key the "
            "one in the file gets another key, and with it other addresses.",
        )
    if table.is_deleted(connection, key):
        raise ArchiveError(
            f"The question {key} was deleted here; nothing was imported. With --new-key the one "
            "in the file gets another key, and with it other addresses.",
        )
    return key


def _new_key(question: Question) -> str | None:
    return None if question.is_listed else random_key()


def _check_voters(question: Question, ledger: _Ledger) -> None:
    is_closed = has_closed(question.close_date, question.closed_at, datetime.now(UTC))
    if ledger.ballots and not is_closed and question.voters in _BY_BROWSER:
        raise ArchiveError(
            "Voting goes on, and under another key the browsers of those who have voted would not "
            "be known: they could vote again. Close the question before you export it; nothing "
            "was imported.",
        )


def _row(kind: str, content: BaseModel, ledger: _Ledger) -> dict[str, Any]:
    if isinstance(content, Ballot):
        return ledger.add(content)
    row = dict(vars(content))
    if isinstance(content, Choice):
        if ledger.choices == MOST_CHOICES:
            raise ArchiveError(f"The file has more than {MOST_CHOICES} choices.")
        row["ordinal"] = ledger.choices
        ledger.choices += 1
    if kind == "log":
        row["number"] = ledger.entries
        ledger.entries += 1
    return row


def _in_slices(
    lines: Iterator[tuple[str, BaseModel]],
) -> Iterator[tuple[str, list[BaseModel]]]:
    """Yield lines of one kind together, no more than a slice of them."""
    gathered: list[BaseModel] = []
    before = ""
    for kind, content in lines:
        if gathered and (kind != before or len(gathered) == table.SLICE):
            yield before, gathered
            gathered = []
        gathered.append(content)
        before = kind
    if gathered:
        yield before, gathered
