"""Statements that SQLAlchemy compiles once and the driver runs itself.

For the writer of ballots only, where what SQLAlchemy does around a statement took more time than
the statement: docs/decisions/0003-direct-statements.md has the figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.util import await_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Dialect, Select
    from sqlalchemy.sql.base import Executable
    from sqlalchemy.sql.elements import BindParameter
    from sqlalchemy.types import TypeEngine


class Direct:
    """A driver's connection in a transaction. An asynchronous driver is awaited underneath.

    Args:
        driver: `sqlite3.Connection` or `asyncpg.Connection`.
        dialect: SQLAlchemy's of that driver.
    """

    def __init__(self, driver: Any, dialect: Dialect) -> None:
        self._driver = driver
        self._dialect = dialect

    @property
    def is_postgres(self) -> bool:
        """Whether statements may be written for PostgreSQL."""
        return self._dialect.name == "postgresql"

    def fetch(self, query: Select[Any], parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query, with values of the types that its columns have."""
        text, names, converters = _compiled_query(query, self._dialect)
        values = tuple(parameters[name] for name in names)
        if self._dialect.is_async:
            rows = await_only(self._driver.fetch(text, *values))
        else:
            rows = self._driver.execute(text, values).fetchall()
        return [_converted(row, converters) for row in rows]

    def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for every row of parameters."""
        text, names = _compiled(statement, self._dialect)
        done = self._driver.executemany(text, [tuple(row[n] for n in names) for row in rows])
        if self._dialect.is_async:
            await_only(done)

    def fetch_text(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a statement with $1, $2 and so on, as PostgreSQL has them."""
        rows: list[tuple[Any, ...]] = await_only(self._driver.fetch(text, *values))
        return rows


def parameters(prefix: str, size: int, type_: TypeEngine[Any]) -> list[BindParameter[Any]]:
    """Return `size` parameters, named by `prefix` and their number."""
    return [bindparam(f"{prefix}{number}", type_=type_) for number in range(size)]


def numbered(prefix: str, values: Iterable[Any]) -> dict[str, Any]:
    """Name the values, the last one again up to a power of two.

    So a handful of statements, which the driver keeps prepared, serves every size of a batch.
    """
    given = list(values)
    size = 1 << (len(given) - 1).bit_length()
    given += given[-1:] * (size - len(given))
    return {f"{prefix}{number}": value for number, value in enumerate(given)}


_Converters = tuple[tuple[int, "Callable[[Any], Any]"], ...]


class _CompiledQuery(NamedTuple):
    text: str
    names: tuple[str, ...]
    converters: _Converters


@lru_cache(maxsize=100)
def _compiled_query(query: Select[Any], dialect: Dialect) -> _CompiledQuery:
    converters = (
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in query.selected_columns
    )
    return _CompiledQuery(
        *_compiled(query, dialect),
        tuple((place, convert) for place, convert in enumerate(converters) if convert),
    )


@lru_cache(maxsize=100)
def _compiled(statement: Executable, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return the text of a statement and the names of its parameters, in their order."""
    compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    return str(compiled), tuple(compiled.positiontup or ())


def _converted(row: Iterable[Any], converters: _Converters) -> tuple[Any, ...]:
    if not converters:
        return tuple(row)
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return tuple(values)
