"""The database as the rest of the program sees it: work to do in one transaction."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeAlias, TypeVar

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from polls.db.engines import probes
from polls.db.engines.turns import Turns
from polls.domain.errors import Absence, UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection

    from polls.db.engines.changes import Change
    from polls.db.engines.direct import Direct

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

Hear: TypeAlias = "Callable[[Change | None], None]"
"""Is told what changed; None, at first and whenever something may have been missed, says that
anything may have."""

SERVING_SECONDS = 2.5
"""How long a transaction of the server may take before the database counts as away. Giving up a
connection that does not answer takes two seconds more, so that who waits is told within five."""


class Database(ABC):
    """Runs work, a plain function of a connection, in a transaction. One object a process.

    Args:
        seconds: how long a transaction may take; None where nobody waits in a browser.
    """

    mistakes: ClassVar[tuple[type[Exception], ...]] = (
        DataError,
        IntegrityError,
        ProgrammingError,
    )
    """Raised when the database refuses what the program asked of it."""

    absences: ClassVar[tuple[type[Exception], ...]] = (
        DBAPIError,
        PoolTimeoutError,
        OSError,
        TimeoutError,
    )
    """Raised when the database does not answer, or cannot do what it is there for."""

    is_remote: ClassVar[bool] = False
    """Whether every statement is a round trip to a server."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._turns = Turns()
        self.is_writable = True
        """Whether the last attempt to write succeeded, at least in reaching the database."""

    async def read(
        self,
        work: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do `work` in a read-only transaction that sees one moment, however long it lasts.

        Raises:
            UnavailableError: the database did not answer.
        """
        await self._turns.take()
        async with self._available(), asyncio.timeout(self._seconds):
            return await self._read(lambda connection: work(connection, *args, **kwargs))

    async def look_up(
        self,
        work: Callable[Concatenate[Direct, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do `work` that only reads, each of its statements at a moment of its own.

        For a row or two on the way to a page: `read` takes three times as long.
        """
        async with self._available(), asyncio.timeout(self._seconds):
            return await self._look_up(lambda direct: work(direct, *args, **kwargs))

    async def write(
        self,
        work: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do `work` in a transaction that is committed before this returns.

        If `work` raises, nothing is written.

        Raises:
            UnavailableError: the database did not answer. If that happened during the commit,
                whether it took effect is unknown.
        """
        async with self._writing():
            return await self._write(lambda connection: work(connection, *args, **kwargs))

    async def write_directly(
        self,
        work: Callable[Concatenate[Direct, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what `write` does with work that hands its statements to the driver itself."""
        async with self._writing():
            return await self._write_directly(lambda direct: work(direct, *args, **kwargs))

    async def write_at_once(
        self,
        work: Callable[Concatenate[Direct, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what `write_directly` does with a single statement, which is its own transaction."""
        async with self._writing():
            return await self._write_at_once(lambda direct: work(direct, *args, **kwargs))

    async def rebuild(
        self,
        work: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what `write` does with work that takes tables apart, as migrations do."""
        async with self._writing():
            return await self._rebuild(lambda connection: work(connection, *args, **kwargs))

    async def try_to_write(self) -> None:
        """Make sure that something could be written now.

        As long as all goes well this writes nothing.

        Raises:
            UnavailableError: it could not.
        """
        if not self.is_writable:
            await self.write(probes.leave_no_trace)
        else:
            async with self._available(), asyncio.timeout(self._seconds):
                await self._require_writable()

    async def listen(self, hear: Hear) -> None:
        """Tell `hear` of every change of a question, whoever made it, until cancelled.

        Those that the ballot writer of this process makes may be told or not: it announces them
        itself.

        Raises:
            UnavailableError: the database does not answer any more.
        """
        async with self._available():
            await self._listen(hear)

    @abstractmethod
    def turn(self, question_id: int) -> AbstractAsyncContextManager[bool]:
        """Hold the turn to do long work for a question; yields whether it is ours.

        One process has it at a time, until the block ends or the process does, however it ends. It
        saves work: what may happen once only needs a guard of its own.
        """

    async def open(self) -> None:  # noqa: B027 - most have nothing to do
        """Open the first connections, so that the first request need not."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""

    @asynccontextmanager
    async def _available(self) -> AsyncIterator[None]:
        """Tell a database that is away from one that refuses what it was asked."""
        try:
            yield
        except (*self.mistakes, *self.absences) as error:
            if not self.is_away(error):
                raise  # not a moment of weakness
            log.warning("database_unavailable", reason=reason(error))
            raise UnavailableError(Absence.DATABASE_AWAY) from error

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """Do what `_available` does, and remember whether writing works."""
        try:
            async with self._available(), asyncio.timeout(self._seconds):
                yield
        except UnavailableError:
            self.is_writable = False
            raise
        self.is_writable = True

    def is_away(self, error: Exception) -> bool:
        """Say whether an error is a state of the database, and no mistake of the program."""
        return isinstance(error, self.absences) and not isinstance(error, self.mistakes)

    async def _require_writable(self) -> None:  # noqa: B027 - only a try tells with SQLite
        """Raise what a write would raise, where that can be known without writing."""

    @abstractmethod
    async def _read(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _look_up(self, work: Callable[[Direct], T]) -> T: ...

    @abstractmethod
    async def _write(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _rebuild(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _write_directly(self, work: Callable[[Direct], T]) -> T: ...

    @abstractmethod
    async def _listen(self, hear: Hear) -> None: ...

    async def _write_at_once(self, work: Callable[[Direct], T]) -> T:
        return await self._write_directly(work)


def reason(error: BaseException) -> str:
    """Return what a driver says is wrong, in one line: its kind and its text."""
    cause = origin(error)
    line = str(cause).partition("\n")[0]
    return f"{type(cause).__name__}: {line}" if line else type(cause).__name__


def origin(error: BaseException) -> BaseException:
    """Return the driver's own error from within SQLAlchemy's."""
    while isinstance(error, DBAPIError) and error.orig:
        error = error.orig.__cause__ or error.orig
    return error
