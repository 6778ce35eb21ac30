"""Choices in the database: added, mended, taken away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text, update

from polls.db.schema import ballot, choice
from polls.domain.ballots.selections import decode, named
from polls.domain.questions.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from polls.domain.ballots.selections import Style
    from polls.domain.questions.questions import NewChoice


_ORDER = [kind.value for kind in Kind]

_INTO = "INSERT INTO choice (question_id, choice_text, kind, description, link, ordinal) "
_ADD = {
    "sqlite": text(
        _INTO + "SELECT :question_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
        "json_extract(value, '$[2]'), json_extract(value, '$[3]'), :first + key "
        "FROM json_each(:rows) ORDER BY key"
    ),
    "postgresql": text(
        _INTO + "SELECT CAST(:question_id AS integer), value ->> 0, value ->> 1, value ->> 2, "
        "value ->> 3, CAST(:first AS integer) + number - 1 "
        "FROM json_array_elements(CAST(CAST(:rows AS text) AS json)) "
        "WITH ORDINALITY AS each(value, number) ORDER BY number"
    ),
}


def add(
    connection: Connection,
    question_id: int,
    choices: Sequence[NewChoice],
    first: int,
) -> None:
    """Insert choices at the end of a ballot; `first` is the number of those before them.

    In one statement: a driver gives up Python's lock for each row, and while threads compute the
    event loop waited up to half a millisecond for each of 500 to get it back.
    """
    rows = [[each.text, each.kind.value, each.description, each.link] for each in choices]
    values = {"question_id": question_id, "first": first, "rows": json.dumps(rows)}
    connection.execute(_ADD[connection.dialect.name], values)


def rename(connection: Connection, choice_id: int, text: str, original: str | None) -> None:
    """Give a choice another text, and keep what it said at first."""
    connection.execute(
        update(choice)
        .where(choice.c.id == choice_id)
        .values(choice_text=text, original_text=original),
    )


def decide(connection: Connection, question_id: int, choice_ids: Iterable[int]) -> None:
    """Mark these choices of a question as decided for, and no others."""
    connection.execute(
        update(choice)
        .where(choice.c.question_id == question_id)
        .values(is_decided=choice.c.id.in_(list(choice_ids)))
    )


def remove(connection: Connection, choice_ids: Iterable[int]) -> None:
    """Take choices away that stand on no ballot."""
    connection.execute(delete(choice).where(choice.c.id.in_(list(choice_ids))))


def append(connection: Connection, question_id: int, added: Sequence[NewChoice]) -> None:
    """Add choices below the others, above “none of these” and the blank vote."""
    of_question = choice.c.question_id == question_id
    last = connection.execute(select(func.max(choice.c.ordinal)).where(of_question)).scalar()
    first = 0 if last is None else last + 1
    add(connection, question_id, added, first)
    extras = connection.execute(
        select(choice.c.id, choice.c.kind).where(of_question, choice.c.kind != Kind.CHOICE.value),
    )
    in_order = sorted(extras, key=lambda row: _ORDER.index(row.kind))
    for ordinal, row in enumerate(in_order, start=first + len(added)):
        connection.execute(update(choice).where(choice.c.id == row.id).values(ordinal=ordinal))


def marked(connection: Connection, question_id: int, style: Style) -> set[int]:
    """Return the ids of all choices that stand on a ballot, also on one that was replaced.

    Reads the whole ledger.
    """
    selections = connection.scalars(
        select(ballot.c.selection).where(ballot.c.question_id == question_id).distinct(),
    )
    return {choice_id for selection in selections for choice_id in named(decode(selection), style)}
