"""The database alone: PostgreSQL's own load generator, one transaction a vote, and no HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bench.commands import finish
from bench.errors import BenchError
from bench.ledgers import Check
from bench.programs import PGBENCH
from bench.stores import PostgresStore

if TYPE_CHECKING:
    from bench.figures import Measurements
    from bench.postgres import Postgres

DATABASE = "pgbench"
CLIENTS = 16
WARM_UP_SECONDS = 1
SCRIPT = Path(__file__).with_name("pgbench.sql")

# One voter, one ballot; no foreign key, as in our ledger.
_TABLES = """
CREATE TABLE question (
    id integer PRIMARY KEY,
    closed_at timestamptz,
    ballot_count integer NOT NULL DEFAULT 0
);
CREATE TABLE choice (
    id integer PRIMARY KEY,
    question_id integer NOT NULL,
    votes integer NOT NULL DEFAULT 0
);
CREATE TABLE ballot (
    question_id integer,
    key_hash bytea,
    choice_id integer NOT NULL,
    PRIMARY KEY (question_id, key_hash)
);
INSERT INTO question VALUES (1);
INSERT INTO choice VALUES (1, 1), (2, 1), (3, 1);
"""
_COUNTERS = """
SELECT ballot_count, (SELECT sum(votes) FROM choice), (SELECT count(*) FROM ballot) FROM question
"""


def votes(server: Postgres, seconds: int, measurements: Measurements) -> Check:
    """Measure votes in an empty database; return what became of them."""
    server.create_database(DATABASE)
    store = PostgresStore(server.folder, server.user, DATABASE)
    store.run(_TABLES)
    warm_up, _ = _run(server, WARM_UP_SECONDS)
    count, per_second = _run(server, seconds)
    measurements.add("votes", PGBENCH, per_second)
    (counters,) = store.fetch(_COUNTERS)
    problem = None if len(set(counters)) == 1 else f"its counters differ: {counters}"
    return Check(PGBENCH, count, 0, counters[0] - warm_up, problem)


def _run(server: Postgres, seconds: int) -> tuple[int, float]:
    """Return the number of transactions, and how many there were a second."""
    command = [
        str(server.programs / "pgbench"),
        f"--host={server.folder}",
        f"--username={server.user}",
        f"--client={CLIENTS}",
        "--jobs=1",
        "--no-vacuum",
        "--protocol=prepared",
        f"--time={seconds}",
        f"--file={SCRIPT}",
        DATABASE,
    ]
    output = finish(command, {}, timeout=seconds + 30).stdout
    count = re.search(r"transactions actually processed: (\d+)", output)
    rate = re.search(r"^tps = ([\d.]+)", output, flags=re.MULTILINE)
    if not (count and rate):
        raise BenchError(f"pgbench did not report:\n{output}".rstrip())
    return int(count[1]), float(rate[1])
