"""Steps of a ledger: which ballots a tally gains and loses from one length to another."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, Text, bindparam, case, cast, func, literal_column, or_, select

from polls.db.schema import ballot
from polls.domain.ballots.selections import decode_all
from polls.domain.results.tallies import Group

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, ScalarSelect, Select

    from polls.db.engines.direct import Direct

_LINE = "\n"


class Step(NamedTuple):
    """What changes from one length of a ledger to a longer one.

    Its ballots come as a text, which the database makes ten times as fast as rows: a selection a
    line, behind its weight and a space unless that is 1. `groups` reads it.
    """

    come: str | None
    gone: str | None
    before: bytes | None
    """The nonce of the last ballot of the shorter ledger: as long as it is the same, so is all
    before it, for ballots are only ever added, or deleted together."""
    last: bytes | None
    """That of the longer one; None: the ledger is not as long."""


def find(direct: Direct, question_id: int, before: int, length: int) -> Step:
    """Return the step from length `before`, 0 perhaps, to `length`.

    A ballot counts at a length if its position is below it and no ballot below it took its place.
    Whatever is added later changes neither. So this may be read at any moment after the ledger had
    that length, one step in one transaction and the next in another, while votes are taken.
    """
    values = {"question_id": question_id, "before": before, "length": length}
    ((come, gone, *nonces),) = direct.fetch(_query(), values)
    return Step(come, gone, *nonces)


def groups(text: str | None) -> list[Group]:
    """Return the ballots of a step, grouped."""
    if not text:
        return []
    lines = Counter(text.split(_LINE))
    weights: Iterable[int] = repeat(1)
    texts: Collection[str] = lines
    if " " in text:
        parts = [line.rpartition(" ") for line in lines]
        weights = [int(weight or 1) for weight, _, _ in parts]
        texts = [each for _, _, each in parts]
    return list(map(Group, decode_all(texts), weights, lines.values()))


@cache
def _query() -> Select[Any]:
    """Return a query of one row: all of it is of one moment."""
    before, length = bindparam("before", type_=Integer), bindparam("length", type_=Integer)
    position, replaced_by = ballot.c.position, ballot.c.replaced_by
    come = (
        position >= before,
        position < length,
        or_(replaced_by.is_(None), replaced_by >= length),
    )
    gone = (position < before, replaced_by >= before, replaced_by < length)
    columns: tuple[Any, ...] = (
        _lines(*come).label("come"),
        _lines(*gone).label("gone"),
        _nonce(position == before - literal_column("1")).label("before"),
        _nonce(position == length - literal_column("1")).label("last"),
    )
    return select(*columns)


def _lines(*counted: ColumnElement[bool]) -> ScalarSelect[str]:
    weighty = cast(ballot.c.weight, Text) + literal_column("' '") + ballot.c.selection
    line = case((ballot.c.weight == literal_column("1"), ballot.c.selection), else_=weighty)
    separator: Any = literal_column(f"'{_LINE}'")  # a plain text would be one more parameter
    return _of_question(func.aggregate_strings(line, separator), *counted)


def _nonce(*counted: ColumnElement[bool]) -> ScalarSelect[bytes]:
    return _of_question(ballot.c.nonce, *counted)


def _of_question(column: ColumnElement[Any], *counted: ColumnElement[bool]) -> ScalarSelect[Any]:
    is_its = ballot.c.question_id == bindparam("question_id", type_=Integer)
    return select(column).where(is_its, *counted).scalar_subquery()
