"""Very many ballots move from one database to another: none is lost, and memory has a bound."""

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

BALLOTS = int(os.environ.get("BALLOTS", "80_000"))
MOST_MEGABYTES = 150 if BALLOTS <= 80_000 else 250
"""What a command may take: its libraries some 70, SQLite's page caches up to 64 each, of 80,000
ballots together 40. The ballots alone, held as Python's objects, would be 80; of a million, a
gigabyte."""

MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""
"""Runs a command and says how much memory it had. Not measured from the tests' own process: Linux
counts what a process was before it became the command, and after many tests that is the most."""


class Done(NamedTuple):
    """What a command said, and the most memory that it had."""

    status: int
    out: str
    megabytes: float


@pytest.mark.timeout(600)  # some 20 seconds on a machine that does nothing else
async def test_ballots_move_and_count_the_same(
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
    assert imported.out == f"Imported with {BALLOTS:,} ballots as 1: /poll/1\n"
    assert recounted.out == (
        f"Recounted 1 question with {BALLOTS:,} ballots: every counter is right.\n"
    )
    assert first.stat().st_size > 160 * BALLOTS
    assert first.read_bytes() == second.read_bytes()
    assert max(exported.megabytes, imported.megabytes, again.megabytes) < MOST_MEGABYTES


async def polls(settings: Settings, *arguments: str) -> Done:
    """Run a command in a process of its own."""
    config = settings.sqlite.path.with_suffix(".yaml")
    config.write_text(yaml.safe_dump({"sqlite": {"path": str(settings.sqlite.path)}}))
    command, *rest = arguments
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MEASURED,
        *(sys.executable, "-m", "polls", command, "--config", str(config), *rest),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), int(err.split()[-1]) / 1024)
