"""Polls as an operator runs it: a configuration file, `polls migrate`, `polls serve`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bench.commands import finish, python
from bench.errors import BenchError, WrongCountError
from bench.programs import POSTGRES, SQLITE, Program
from bench.stores import PostgresStore, SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.postgres import Postgres
    from bench.stores import Store

PAGES = {"index": "/", "ballot": "/poll/1", "results": "/poll/1/results"}
WATCHED = {"watchers_per_address": 10_000}
"""All watchers of a benchmark come from one address; elsewhere that would be one abuser."""

_TOTAL = re.compile(r"Recounted .* with ([\d,]+) ballots?: every counter is right\.")


def on_sqlite(folder: Path) -> Program:
    """Return Polls on its embedded database, a file in `folder`."""
    path = folder / "polls.db"

    def clear() -> None:
        for each in folder.glob("polls.db*"):
            each.unlink()

    return _program(
        SQLITE,
        folder,
        {"sqlite": {"path": str(path)}},
        clear,
        SqliteStore(path),
    )


def on_postgres(folder: Path, server: Postgres, database: str, workers: int = 1) -> Program:
    """Return Polls on PostgreSQL, with its default number of connections a process."""
    return _program(
        POSTGRES,
        folder,
        {"postgres": {"database": database, "user": server.user, "host": server.folder}},
        lambda: server.create_database(database),
        PostgresStore(server.folder, server.user, database),
        () if workers == 1 else (f"--workers={workers}",),
    )


def _program(  # noqa: PLR0913, PLR0917 - what the two databases differ in
    name: str,
    folder: Path,
    database: dict[str, Any],
    clear: Callable[[], None],
    store: Store,
    options: Sequence[str] = (),
) -> Program:
    config = folder / f"{name}.yaml"

    def configure(port: int) -> None:
        # JSON is YAML, and quotes whatever a folder may be called.
        config.write_text(json.dumps({"port": port, "live": WATCHED, **database}))

    def command(port: int) -> Sequence[str]:
        configure(port)
        return [*_polls(config, "serve"), *options]

    def prepare() -> None:
        folder.mkdir(exist_ok=True)
        clear()
        configure(8080)
        finish(_polls(config, "migrate"), {})
        finish(_polls(config, "sample"), {})

    return Program(
        name,
        command,
        vote="/poll/1/vote",
        pages=PAGES,
        prepare=prepare,
        store=store,
        recount=lambda: _recount(config),
    )


def _recount(config: Path) -> int:
    done = finish([*_polls(config, "recount"), "--question=1"], {}, may_fail=True)
    said = (done.stdout + done.stderr).strip()
    if done.returncode == 1:
        raise WrongCountError(said)
    total = _TOTAL.search(done.stdout)
    if done.returncode or not total:
        raise BenchError(f"polls recount ended with {done.returncode}:\n{said}")
    return int(total[1].replace(",", ""))


def _polls(config: Path, subcommand: str) -> list[str]:
    return [*python("polls"), subcommand, "-c", str(config)]
