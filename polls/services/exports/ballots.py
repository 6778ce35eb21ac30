"""The ballots of a question as an export, for its organiser."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from polls.db import exports as table
from polls.db import questions
from polls.domain.ballots.selections import Style, places, renamed
from polls.domain.ballots.shuffling import shuffled
from polls.domain.errors import BallotsNotShownError, QuestionNotFoundError
from polls.domain.questions.questions import Kind, Stage
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import may_take_ballots
from polls.domain.results import draws
from polls.domain.text.words import score_name
from polls.services.exports.sheets import ExportSheet, facts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.services.exports.sheets import Row

SLICE = 64
"""Ballots read at once: on SQLite the event loop does nothing else for a millisecond."""

SLICE_CELLS = 5_000
"""Cells of a sheet written at once, for the same reason, where a question has many choices."""


async def ballots(database: Database, key: str) -> ExportSheet:
    """Return the ballots that count now. Voting may go on while they are handed out.

    Raises:
        QuestionNotFoundError: there is none with this key.
        BallotsNotShownError: ballots of this question may not be seen one by one yet.
    """
    question = await database.read(questions.find, key)
    if question is None:
        raise QuestionNotFoundError
    stage = question.stage(datetime.now(UTC))
    if not may_take_ballots(question.rules, stage):
        raise BallotsNotShownError
    has_name = question.rules.voters is Voters.NAMED
    has_weight = question.rules.voters is Voters.INVITED
    others = ["name"] * has_name + ["weight"] * has_weight
    numbers = question.numbers
    columns = range(1, len(question.choices) + 1)
    say = _teller(question)

    def cells(row: Row) -> Sequence[str | int | None]:
        given = places(row["choices"], question.rules.style)
        return [row[name] for name in others] + [say(given, number) for number in columns]

    return ExportSheet(
        name="ballots",
        question=question,
        facts=facts(question, stage, draws.of(question, is_closed=stage is Stage.CLOSED))
        | {
            "votes": question.vote_count,
            "choices": [
                {"number": numbers[choice.id], "text": choice.text, "kind": choice.kind.value}
                for choice in question.choices
            ],
        },
        rows_name="ballots",
        headings=[name.capitalize() for name in others] + [each.text for each in question.choices],
        cells=cells,
        slices=_slices(database, question, numbers, others),
    )


async def _slices(
    database: Database,
    question: Question,
    numbers: dict[int, int],
    others: Sequence[str],
) -> AsyncIterator[Sequence[Row]]:
    """Yield the ballots that counted when the ledger had the length that `question` says.

    The ledger only grows, so that moment can be read later, in as many transactions as it takes.
    """
    length = question.ballot_count
    size = max(1, min(SLICE, SLICE_CELLS // max(1, len(numbers))))
    order = _order(question)
    while positions := list(islice(order, size)):
        found = await database.read(table.at_positions, question.id, positions)
        if len(found) != len(positions):
            raise QuestionNotFoundError  # it was deleted meanwhile
        yield [
            _row(found[position], question.rules.style, numbers, others)
            for position in positions
            if found[position].counted_at(length)
        ]
        await asyncio.sleep(0)  # SQLite's statements do not wait for anything: let votes through


def _order(question: Question) -> Iterator[int]:
    """Return the positions: as they were taken where names stand there, else shuffled.

    The ledger's own order would tell who was among the first and who among the last.
    """
    if question.rules.voters is Voters.NAMED:
        return iter(range(question.ballot_count))
    return shuffled(question.ballot_count, secrets.randbelow)


def _row(
    ballot: table.LedgerRow,
    style: Style,
    numbers: dict[int, int],
    others: Sequence[str],
) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(ballot, name) for name in others}
    row["choices"] = renamed(ballot.selection, style, numbers)
    return row


def _teller(question: Question) -> Callable[[dict[int, int | None], int], str | int | None]:
    """Return what says in a cell what a ballot says of a choice, by the number of the choice.

    That is whether it is marked, its rank, or its score in the words of the ballot; nothing if it
    has none. A blank vote is no rank and no score: it has an x.
    """
    style, labels = question.rules.style, question.rules.labels
    blank = {question.numbers[each.id] for each in question.choices if each.kind is Kind.BLANK}

    def say(given: dict[int, int | None], number: int) -> str | int | None:
        if style is Style.MARKS:
            return int(number in given)
        if number not in given:
            return None
        value = given[number]
        if value is None or number in blank:
            return "x"
        return score_name(value, labels) if labels and style is Style.SCORES else value

    return say
