"""A million ballots move from one database to another: none is lost, and memory has a bound."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from bench.filling import add_ballots
from bench.stores import SqliteStore
from polls.settings import Settings, SqliteSettings
from tests.scenarios.serving import sample

if TYPE_CHECKING:
    from pathlib import Path

BALLOTS = 1_000_000
MOST_MEGABYTES = 250
"""What a command may take: its libraries some 70, SQLite's page caches 64 each. The ballots alone,
held as Python's objects, would be a gigabyte."""


class Done(NamedTuple):
    """What a command said, and the most memory that it had."""

    status: int
    out: str
    megabytes: float


@pytest.mark.timeout(600)  # some 60 seconds on a machine that does nothing else
async def test_million_ballots_move_and_count_the_same(
    sqlite_settings: Settings,
    sqlite_template: Path,
    tmp_path: Path,
) -> None:
    await sample(sqlite_settings)
    add_ballots(SqliteStore(sqlite_settings.sqlite.path), BALLOTS)
    there = Settings(sqlite=SqliteSettings(path=tmp_path / "there.db"))
    there.sqlite.path.write_bytes(sqlite_template.read_bytes())
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"

    exported = await polls(sqlite_settings, "export", "1", "--output", str(first))
    imported = await polls(there, "import", str(first))
    recounted = await polls(there, "recount")
    again = await polls(there, "export", "1", "--output", str(second))

    assert [each.status for each in (exported, imported, recounted, again)] == [0, 0, 0, 0]
    assert imported.out == "Imported with 1,000,000 ballots as 1: /poll/1\n"
    assert recounted.out == "Recounted 1 question with 1,000,000 ballots: every counter is right.\n"
    assert first.stat().st_size > 160_000_000
    assert first.read_bytes() == second.read_bytes()
    assert max(exported.megabytes, imported.megabytes, again.megabytes) < MOST_MEGABYTES


async def polls(settings: Settings, *arguments: str) -> Done:
    """Run a command in a process of its own."""
    config = settings.sqlite.path.with_suffix(".yaml")
    config.write_text(yaml.safe_dump({"sqlite": {"path": str(settings.sqlite.path)}}))
    command, *rest = arguments
    reading, writing = os.pipe()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "polls", command, "--config", str(config), *rest],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)],
    )
    os.close(writing)
    with open(reading, encoding="utf-8") as out:  # noqa: PTH123 - it has no path
        said = await asyncio.to_thread(out.read)
    _, status, usage = await asyncio.to_thread(os.wait4, process, 0)
    return Done(os.waitstatus_to_exitcode(status), said, usage.ru_maxrss / 1024)
