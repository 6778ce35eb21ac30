"""Writing an archive: one question, as it stands at one moment."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from polls.db import archives as table
from polls.db.questions import missing
from polls.db.records import records
from polls.domain.ballots.selections import decode, renamed
from polls.domain.methods import METHODS
from polls.domain.questions.questions import has_closed
from polls.services.archives.interruption import stop_if_interrupted
from polls.services.archives.refusals import LedgerChoiceError, LedgerGapError
from polls.services.archives.shape import FORMAT, SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection, Style

REPORT_EVERY = 1_000


async def write(
    database: Database,
    key: str,
    sink: Callable[[bytes], object],
    report: Callable[[int, int], object],
) -> int:
    """Write a question to `sink`, a line at a time, and return how many ballots it has.

    Args:
        database: where the question is; its other readers and writers are not held up.
        key: of the question.
        sink: takes the bytes.
        report: told now and then how many ballots are written, of how many.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none with this key.
        ArchiveError: the ledger is not whole.
    """
    return await database.read(_write, key, sink, report)


def _write(
    connection: Connection,
    key: str,
    sink: Callable[[bytes], object],
    report: Callable[[int, int], object],
) -> int:
    row = table.find(connection, key)
    if row is None:
        raise missing(connection, key)
    row = {**row, "records_before": _records(connection, row)}
    digest, lines, ballots = sha256(), 0, 0
    for kind, values in _lines(connection, row):
        line = _line(kind, values)
        digest.update(line)
        sink(line)
        lines += 1
        ballots += kind == "ballot"
        if lines % REPORT_EVERY == 0:
            stop_if_interrupted()
            report(ballots, row["ballot_count"])
    if ballots != row["ballot_count"]:
        raise LedgerGapError(ballots)
    sink(_line("end", {"lines": lines, "sha256": digest.hexdigest()}))
    return ballots


def _records(connection: Connection, row: table.Row) -> int:
    """Return how many records there are, with the one that is about to be made."""
    moments = (row["close_date"], row["stopped_at"], row["closed_at"])
    is_over = not row["is_draft"] and has_closed(*moments, datetime.now(UTC))
    is_due = row["is_unrecorded"] or (is_over and row["network_key"] is not None)
    return records.last_number(connection, row["id"]) + is_due


def _lines(connection: Connection, row: table.Row) -> Iterator[tuple[str, table.Row]]:
    yield "header", {"polls": "question", "format": FORMAT}
    yield "question", row
    style = METHODS[row["method"]].ballot
    ordinals = {}
    for ordinal, choice in enumerate(table.rows(connection, "choice", row["id"])):
        ordinals[choice["id"]] = ordinal
        yield "choice", choice
    for kind in ("log", "invitation", "network"):
        for each in table.rows(connection, kind, row["id"]):
            yield kind, each
    for position, ballot in enumerate(table.rows(connection, "ballot", row["id"])):
        selection = _renamed(ballot, position, style, ordinals)
        yield "ballot", {**ballot, "selection": selection}


def _renamed(
    ballot: table.Row,
    position: int,
    style: Style,
    ordinals: dict[int, int],
) -> Selection:
    """Return the selection with the places of the choices: ids are others in another database."""
    if ballot["position"] != position:
        raise LedgerGapError(position)
    try:
        return renamed(decode(ballot["selection"]), style, ordinals)
    except KeyError as error:
        raise LedgerChoiceError(position, error.args[0]) from None


def _line(kind: str, values: table.Row) -> bytes:
    """Write a line, always the same for the same values."""
    said = {name: values[name] for name in SHAPES[kind].model_fields}
    return orjson.dumps({kind: said}, default=_text, option=orjson.OPT_APPEND_NEWLINE)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return urlsafe_b64encode(value).decode()
    raise TypeError(type(value))
