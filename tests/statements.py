"""Statements that are compiled once a process, whichever test's database they are for.

SQLAlchemy keeps what it has compiled for each engine, and a test has engines of its own: to compile
the same thirty statements again was a fifth of the processor time of a test of a page. Processes
that a test starts, and the measurements, know nothing of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection

_MOST = 2_000
_compiled: LRUCache[Any, Any] = LRUCache(_MOST)


def share() -> None:
    """Let all engines of this process use one cache of compiled statements.

    A statement's key there has the dialect in it, so dialects of one class have to be equal.
    They are: the program gives all engines of a kind the same options, and there is one server.
    """
    DefaultDialect.__hash__ = _hash  # type: ignore[assignment, method-assign]
    DefaultDialect.__eq__ = _is_equal  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _use)


def _hash(dialect: object) -> int:
    return hash(type(dialect))


def _is_equal(dialect: object, other: object) -> bool:
    return type(dialect) is type(other)


def _use(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)
