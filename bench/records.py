"""`python -m bench.records`: the record of a million ballots, while others vote, on each database.

Prints how long it takes, how much memory its process needs, and how long 99 of 100 votes on another
question wait meanwhile: at most 60 s, 300 MB and 150 ms. The load of the machine stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from bench import postgres
from polls import logs
from polls.ballotbox import BallotBox, Writer
from polls.db.schema import ballot, choice, question
from polls.domain.questions import asking
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import NewChoice, NewQuestion
from polls.domain.questions.rules import Rules
from polls.output import STANDARD_ERROR
from polls.services.questions import lifecycle, questions
from polls.services.records import making
from polls.services.running import databases
from polls.services.voters import ballots
from polls.settings import LogSettings, PostgresSettings, Settings, SqliteSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Connection

    from polls.db.engines.database import Database

BALLOTS = 1_000_000
CHUNK = 10_000
CHOICES = 6
PAUSE_SECONDS = 0.005
KILOBYTE, MEGABYTE = 1_024, 1_000_000


async def main(name: str, number: int) -> None:
    logs.configure(LogSettings(level="error", format="console"), STANDARD_ERROR)
    with tempfile.TemporaryDirectory() as folder, DATABASES[name](Path(folder)) as settings:
        await databases.migrate(settings)
        async with databases.prepared(settings) as database, _voting(database) as waits:
            key = await _ended(database, number)
            waits.clear()
            before, began = _children(), time.monotonic()
            assert await making.make(database, settings, key)  # noqa: S101 - or nothing is measured
            seconds, load = time.monotonic() - began, os.getloadavg()[0]
    used = _children()
    slow = quantiles(waits, n=100)[-1] * 1000
    print(f"{name}, {number:,} ballots: {seconds:.1f} s, load {load:.1f}")
    print(f"  {used.ru_maxrss * KILOBYTE / MEGABYTE:.0f} MB, of the largest process so far")
    print(f"  of the processor {used.ru_utime - before.ru_utime:.1f} s")
    print(f"  {len(waits):,} votes meanwhile: 99 of 100 within {slow:.0f} ms")


def _children() -> resource.struct_rusage:
    """Return what the processes that made records have used; on Linux memory is in kB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN)


@contextmanager
def _sqlite(folder: Path) -> Iterator[Settings]:
    yield Settings(sqlite=SqliteSettings(path=folder / "polls.db"))


@contextmanager
def _postgres(folder: Path) -> Iterator[Settings]:
    with postgres.running(folder) as server:
        # Not `create_database`, which runs a loop of its own.
        yield Settings(
            postgres=PostgresSettings(host=server.folder, user=server.user, database="postgres")
        )


DATABASES = {"sqlite": _sqlite, "postgres": _postgres}


async def _ended(database: Database, number: int) -> str:
    key = await _asked(database, "schulze")
    for start in range(0, number, CHUNK):
        await database.write(_fill, key, start, min(CHUNK, number - start))
    await lifecycle.close(database, key, OPERATOR)
    return key


async def _asked(database: Database, method: str) -> str:
    choices = tuple(NewChoice(text=f"Choice {n}") for n in range(CHOICES))
    most = 1 if method == "plurality" else None
    rules = Rules(method=method, max_choices=most)
    new = NewQuestion(text="Which one?", choices=choices, rules=rules, is_listed=False)
    return (await questions.ask(database, asking.checked(new, datetime.now(UTC)))).key


def _fill(connection: Connection, key: str, start: int, number: int) -> None:
    chance = random.Random(start)
    id_ = connection.execute(select(question.c.id).where(question.c.key == key)).scalar_one()
    ids = list(connection.scalars(select(choice.c.id).where(choice.c.question_id == id_)))
    rows = [
        {
            "question_id": id_,
            "position": start + place,
            "selection": json.dumps(chance.sample(ids, CHOICES), separators=(",", ":")),
            "nonce": os.urandom(16),
            "key_hash": os.urandom(32),
        }
        for place in range(number)
    ]
    connection.execute(insert(ballot), rows)
    grown = {"ballot_count": start + number, "vote_count": start + number}
    connection.execute(update(question).where(question.c.id == id_).values(grown))


@asynccontextmanager
async def _voting(database: Database) -> AsyncIterator[list[float]]:
    """Vote on another question all the time; yields how many seconds each vote took."""
    key = await _asked(database, "plurality")
    found = await questions.get(database, key)
    box, waits = BallotBox(Writer(database, announce=lambda _: None).write), list[float]()
    running = asyncio.create_task(box.run())

    async def vote() -> None:
        while True:
            began = time.monotonic()
            await ballots.cast(box, key, (found.choices[0].id,), os.urandom(16).hex())
            waits.append(time.monotonic() - began)
            await asyncio.sleep(PAUSE_SECONDS)

    voting = asyncio.create_task(vote())
    yield waits
    voting.cancel()
    await asyncio.wait([voting])
    box.drain()
    await running


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.records")
    parser.add_argument("ballots", nargs="?", type=int, default=BALLOTS)
    parser.add_argument("--on", choices=DATABASES, default="sqlite")
    given = parser.parse_args()
    asyncio.run(main(given.on, given.ballots))
