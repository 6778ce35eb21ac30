"""Statements that SQLAlchemy compiles once and the driver runs itself.

For the writer of ballots only, where what SQLAlchemy does around a statement took half of the
time of a batch. docs/decisions/0003-direct-statements.md has the figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.util import await_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql.base import Executable


def fetch(
    connection: Connection,
    statement: Executable,
    parameters: Mapping[str, Any],
) -> Sequence[Any]:
    """Return the rows of a query as plain sequences. The transaction must have begun."""
    text, names = _compiled(statement, connection.dialect)
    values = tuple(parameters[name] for name in names)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.is_async:
        return await_only(driver.fetch(text, *values))
    return driver.execute(text, values).fetchall()  # type: ignore[no-any-return]


def run(
    connection: Connection,
    statement: Executable,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Run a statement once for every row of parameters. The transaction must have begun."""
    text, names = _compiled(statement, connection.dialect)
    values = [tuple(row[name] for name in names) for row in rows]
    driver: Any = connection.connection.driver_connection
    done = driver.executemany(text, values)
    if connection.dialect.is_async:
        await_only(done)


@lru_cache(maxsize=100)
def _compiled(statement: Executable, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return the text of a statement and the names of its parameters, in their order."""
    compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    return str(compiled), tuple(compiled.positiontup or ())
