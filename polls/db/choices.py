"""Choices in the database: added, mended, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from polls.db.schema import ballot, choice
from polls.domain.questions import Kind
from polls.domain.selections import decode, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from polls.domain.questions import NewChoice
    from polls.domain.selections import Style


_ORDER = [kind.value for kind in Kind]


def add(
    connection: Connection,
    question_id: int,
    choices: Sequence[NewChoice],
    first: int,
) -> None:
    """Insert choices at the end of a ballot; `first` is the number of those before them."""
    connection.execute(
        insert(choice),
        [
            {
                "question_id": question_id,
                "choice_text": each.text,
                "kind": each.kind.value,
                "description": each.description,
                "link": each.link,
                "ordinal": ordinal,
            }
            for ordinal, each in enumerate(choices, start=first)
        ],
    )


def rename(connection: Connection, choice_id: int, text: str, original: str | None) -> None:
    """Give a choice another text, and keep what it said at first."""
    connection.execute(
        update(choice)
        .where(choice.c.id == choice_id)
        .values(choice_text=text, original_text=original),
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
