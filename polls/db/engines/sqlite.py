"""SQLite, the embedded database: statements where they are called, commits in a thread."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, create_engine, event

from polls.db.engines import changes
from polls.db.engines.database import Database
from polls.db.engines.direct import Direct
from polls.db.engines.files import Files
from polls.db.engines.locks import WriteLock, turn_lock
from polls.domain.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from polls.db.engines.changes import Change
    from polls.db.engines.database import Hear

T = TypeVar("T")

BUSY_MILLISECONDS = 100
"""How long a statement waits for a program that knows nothing of our lock, such as a shell."""

CHECKPOINT_PAGES = 16_000
"""Length of the log, 64 MB, at which it is copied into the file; by default 1,000 pages. Votes
touch pages all over a long ledger's index, so a longer log has more of them twice, and each is
copied once: at 500,000 ballots a vote took 34 µs instead of 45, and the 99th percentile of commits
was 1.5 ms instead of 9, with one of 44 ms every 500 batches."""

CACHE_KIB = 64 * 1024

LOOK_SECONDS = 0.2
"""Between two looks for what the command line has changed while this process serves."""

_BEGIN = "BEGIN IMMEDIATE"


class Sqlite(Database):
    """Runs statements where it is called, and gives to a thread what waits for the disk.

    A statement takes microseconds, for its pages are in memory; handing it to a thread and back
    takes longer, and Python runs one thread at a time. A commit waits for the disk, and so does
    the checkpoint that it may make. docs/decisions/0002-sqlite-in-the-event-loop.md has figures.
    """

    mistakes = (*Database.mistakes, sqlite3.IntegrityError, sqlite3.ProgrammingError)
    absences = (*Database.absences, sqlite3.Error)

    def __init__(self, path: Path, seconds: float | None) -> None:
        super().__init__(seconds)
        path = path.resolve()  # one file has one name, or two would hold its locks
        url = URL.create("sqlite+pysqlite", database=str(path))
        # Exactly one connection writes and checkpoints; polls/db/engines/locks.py says why.
        one = {"pool_size": 1, "max_overflow": 0, "hide_parameters": True}
        self._writer = create_engine(url, **one)
        self._reader = create_engine(url, **one)
        self._turn = asyncio.Lock()
        self._hearers: list[Hear] = []
        self._lock = WriteLock(path)
        self._path = path
        self._files = Files(path)
        self._disk = ThreadPoolExecutor(1, "sqlite disk")
        # FULL: with NORMAL a power cut took acknowledged votes.
        _on_connect(
            self._writer,
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        )
        _on_connect(self._reader, "query_only=ON")
        _on_connected(self._reader, self._files.opened)
        _on_connected(self._writer, self._files.opened, self._files.opened_log)
        _on_begin(self._writer, _BEGIN)
        _on_begin(self._reader, "BEGIN")

    async def close(self) -> None:
        """Close every connection, when the work under way is done."""
        self._reader.dispose()
        async with self._turn, self._lock.held():  # closing the last connection checkpoints
            await self._wait_for(self._writer.dispose)
        self._disk.shutdown()
        self._lock.close()

    @asynccontextmanager
    async def turn(self, question_id: int) -> AsyncIterator[bool]:  # noqa: ARG002 - one for all
        """Hold a lock beside the file: a server and a command may both find something to do."""
        with turn_lock(self._path) as is_ours:
            yield is_ours

    async def _read(self, work: Callable[[Connection], T]) -> T:
        with self._reader.begin() as connection:
            self._files.require()
            return work(connection)

    async def _look_up(self, work: Callable[[Direct], T]) -> T:
        with closing(self._reader.raw_connection()) as connection:
            self._files.require()
            return work(Direct(connection.driver_connection, self._reader.dialect))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        async with self._turn, self._lock.held():
            with self._writer.connect() as connection:
                self._files.require()
                transaction = connection.begin()
                result, announced = changes.collect(connection, work)
                await self._finish(transaction.commit)
        for change in announced:
            self._tell(change)
        return result

    async def _rebuild(self, work: Callable[[Connection], T]) -> T:
        async with self._turn, self._lock.held():
            with self._writer.connect() as connection:
                self._files.require()
                driver: Any = connection.connection.driver_connection
                # A table is altered by copying it and dropping the old one; a reference that is
                # enforced would take the rows that refer to it along. To be set before BEGIN.
                driver.execute("PRAGMA foreign_keys=OFF")
                try:
                    with connection.begin():
                        result = work(connection)
                        _check_references(connection)
                finally:
                    driver.execute("PRAGMA foreign_keys=ON")
                return result

    async def _write_directly(self, work: Callable[[Direct], T]) -> T:
        async with self._turn, self._lock.held():
            # Given back, it rolls back what is not committed. SQLAlchemy's own transaction around
            # a batch would take as long as its statements.
            with closing(self._writer.raw_connection()) as connection:
                self._files.require()
                driver: Any = connection.driver_connection
                driver.execute(_BEGIN)
                result = work(Direct(driver, self._writer.dialect))
                await self._finish(driver.commit)
        return result

    async def _listen(self, hear: Hear) -> None:
        """Tell what this process announces, and look for what other programs have committed."""
        self._hearers.append(hear)
        try:
            seen = None
            while True:
                async with self._turn:
                    found = self._others()
                    await self._leave_nothing()
                if found != seen:
                    hear(None)
                seen = found
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            self._hearers.remove(hear)

    def _tell(self, change: Change | None) -> None:
        for hear in self._hearers:
            hear(change)

    def _others(self) -> tuple[object, int]:
        """Return what differs after a commit of any connection but the writing one.

        That is: of another program, for no other connection here writes. The number means
        something to this one connection only. Takes some 10 µs.
        """
        with closing(self._writer.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            return driver, driver.execute("PRAGMA data_version").fetchone()[0]

    async def _leave_nothing(self) -> None:
        """Bring the log home if the path leads to another file.

        SQLite would take it for that one's, and damage it; and it has votes that belong into the
        file that was moved away.
        """
        try:
            self._files.check_all()
        except UnavailableError:
            with closing(self._writer.raw_connection()) as connection:
                driver: Any = connection.driver_connection
                async with self._lock.held():
                    await self._wait_for(partial(driver.execute, "PRAGMA wal_checkpoint(TRUNCATE)"))
            raise

    async def _finish(self, commit: Callable[[], None]) -> None:
        try:
            await self._wait_for(partial(self._commit, commit))
        except BaseException:
            self._tell(None)  # whether it took effect is unknown
            raise

    def _commit(self, commit: Callable[[], None]) -> None:
        commit()
        self._files.check()  # or what was committed is lost, and must not be acknowledged

    async def _wait_for(self, disk: Callable[[], object]) -> None:
        """Let a thread wait, to its end even if the caller gives up: the connection is in use."""
        waiting = asyncio.get_running_loop().run_in_executor(self._disk, disk)
        try:
            await asyncio.shield(waiting)
        except asyncio.CancelledError:
            await waiting
            raise


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise LookupError(f"{len(broken)} rows would refer to nothing, such as {tuple(broken[0])}")


def _on_connect(engine: Engine, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where the code says so
        cursor = connection.cursor()
        always = (f"busy_timeout={BUSY_MILLISECONDS}", f"cache_size=-{CACHE_KIB}")
        for pragma in (*always, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _on_connected(engine: Engine, *actions: Callable[[], None]) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # opens the log
        for act in actions:
            act()


def _on_begin(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
