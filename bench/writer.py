"""`python -m bench.writer`: what ballots cost the database, without any network or page.

The figures of docs/scaling.md: the time of one transaction by the number of its ballots, what a
slow line to the database adds, and the bytes that it logs and keeps.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import statistics
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench import postgres
from polls import logs, migrations
from polls.ballotbox import Writer
from polls.db.engines.engine import connect
from polls.domain.ballots.ballots import Ballot
from polls.services.questions import samples
from polls.settings import LogSettings, PostgresSettings, Settings, SqliteSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from polls.db.engines.database import Database

SIZES = (1, 10, 32, 100, 320)
SECONDS = 2.0
"""For each figure. What is reported is the time that a tenth of the batches stayed below: it hardly
depends on what else the machine does, and a median does."""

FILL = 100_000
"""Ballots after which bytes are counted: enough that pages of the indexes have been split."""

FILL_BATCH = 100
DELAY = 0.001
"""Seconds that the slow line takes each way: another building, not another continent."""


def main() -> None:
    """Measure the writer of ballots on both databases, and print tables."""
    logs.configure(LogSettings(level="error"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with postgres.running(folder) as server:
            asyncio.run(_measure(folder, server))


async def _measure(folder: Path, server: postgres.Postgres) -> None:
    server_settings = await _prepared(server)
    file_settings = Settings(sqlite=SqliteSettings(path=folder / "polls.db"))
    times = Table("ballots a batch", title="ms a batch (a tenth was faster) · ballots/s")
    columns: list[list[str]] = []

    async def measure(name: str, database: Database, processes: int) -> None:
        times.add_column(name)
        columns.append([await _speed(size, database, processes) for size in SIZES])

    async with _opened(file_settings) as sqlite:
        await measure("SQLite", sqlite, 1)
    async with _opened(server_settings) as near:
        await measure("PostgreSQL", near, 1)
        await measure("PostgreSQL, in turns", near, 2)
    async with _delayed(server_settings, folder) as far, _opened(far) as slow:
        away = f"{2 * DELAY * 1000:g} ms away"
        await measure(f"PostgreSQL, {away}", slow, 1)
        await measure(f"PostgreSQL, {away}, in turns", slow, 2)
    for size, *cells in zip(SIZES, *columns, strict=True):
        times.add_row(str(size), *cells)
    console = Console()
    console.print(times)
    console.print(await _bytes_on_postgres(server))
    console.print(await _bytes_on_sqlite(folder))


async def _speed(size: int, database: Database, processes: int) -> str:
    """Return the time of one batch, and how many ballots a second that makes.

    With two processes each finds that the other one has changed the question meanwhile.
    """
    writers = [Writer(database, announce=lambda _change: None) for _ in range(processes)]
    end = time.perf_counter() + SECONDS
    took = []
    for writer in itertools.cycle(writers):
        started = time.perf_counter()
        if started > end:
            break
        await writer.write(_ballots(size))
        took.append(time.perf_counter() - started)
    quick = statistics.quantiles(took, n=10)[0]
    return f"{quick * 1000:.2f} · {size / quick:,.0f}"


async def _fill(database: Database) -> None:
    writer = Writer(database, announce=lambda _change: None)
    for _ in range(FILL // FILL_BATCH):
        await writer.write(_ballots(FILL_BATCH))


async def _bytes_on_postgres(server: postgres.Postgres) -> str:
    async with _opened(await _prepared(server)) as database:
        before = await _ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        await _fill(database)
        logged = await _ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - before
        kept = await _ask(database, "SELECT pg_total_relation_size('ballot')")
    return f"PostgreSQL, bytes a ballot: {logged / FILL:.0f} logged, {kept / FILL:.0f} kept"


async def _bytes_on_sqlite(folder: Path) -> str:
    path = folder / "filled.db"
    async with _opened(Settings(sqlite=SqliteSettings(path=path))) as database:
        before = _written()
        await _fill(database)
        written = _written() - before
    kept = path.stat().st_size  # after closing, which puts everything into the one file
    return f"SQLite, bytes a ballot: {written / FILL:.0f} written, {kept / FILL:.0f} kept"


def _written() -> int:
    """Return how many bytes this process has handed to files (proc(5))."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["wchar"])


async def _ask(database: Database, question: str) -> int:
    def ask(connection: Connection) -> int:
        return int(connection.execute(text(question)).scalar_one())

    return await database.read(ask)


def _ballots(size: int) -> list[Ballot]:
    return [Ballot("1", (1,), f"browser:{secrets.token_urlsafe(16)}") for _ in range(size)]


async def _prepared(server: postgres.Postgres) -> Settings:
    name = f"polls_{secrets.token_hex(4)}"
    await asyncio.to_thread(server.create_database, name)
    return Settings(
        postgres=PostgresSettings(host=server.folder, user=server.user, database=name),
    )


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = connect(settings)
    try:
        if not (await migrations.compare(database)).is_none:
            await migrations.upgrade(database)
            await samples.insert(database)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _delayed(settings: Settings, folder: Path) -> AsyncIterator[Settings]:
    """Put a line before PostgreSQL over which everything takes `DELAY` longer, each way."""
    assert settings.postgres is not None  # noqa: S101 - for mypy
    target = f"{settings.postgres.host}/.s.PGSQL.5432"
    far = folder / "far"
    far.mkdir()
    calls: set[asyncio.Task[None]] = set()

    async def carry(near: asyncio.StreamReader, reply: asyncio.StreamWriter) -> None:
        there, send = await asyncio.open_unix_connection(target)
        for ways in ((near, send), (there, reply)):
            calls.add(asyncio.ensure_future(_pump(*ways)))

    async with await asyncio.start_unix_server(carry, far / ".s.PGSQL.5432"):
        block = settings.postgres.model_copy(update={"host": str(far)})
        yield settings.model_copy(update={"postgres": block})
    for call in calls:
        call.cancel()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(1 << 20):
        await asyncio.sleep(DELAY)
        sink.write(data)
    sink.close()


if __name__ == "__main__":
    typer.run(main)
