from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import markdown
from bench.errors import BenchError
from bench.figures import Measurements
from bench.ledgers import Check
from bench.programs import BARE, POSTGRES, SQLITE
from bench.run import Outcome, Plan
from bench.targets import judge

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def outcome() -> Outcome:
    found = Measurements()
    for program, rate in ((BARE, 20_000), (SQLITE, 8_000), (POSTGRES, 15_000)):
        found.add("votes", program, rate)
    checks = (Check(SQLITE, 24_000, 0, 24_000), Check(POSTGRES, 45_000, 2, 45_003))
    facts = dict.fromkeys(
        (
            *("processor", "cores", "file system", "sync", "python", "aiohttp", "django"),
            *("gunicorn", "postgresql server_version", "postgresql fsync"),
            "postgresql synchronous_commit",
        ),
        "some",
    )
    plan = Plan(rounds=1, seconds=2, is_quick=True)
    return Outcome(plan, facts, found, checks, tuple(judge(found)))


def test_table_replaces_the_one_in_the_document(tmp_path: Path, outcome: Outcome) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Speed\n\n{markdown.BEGIN}\nold\n{markdown.END}\n\nThe rest.\n")

    markdown.write(outcome, page)
    markdown.write(outcome, page)

    text = page.read_text()
    assert text.startswith(f"# Speed\n\n{markdown.BEGIN}\n\n`python -m bench --quick`: 64 conn")
    assert text.endswith(f"{markdown.END}\n\nThe rest.\n")
    assert [line for line in text.splitlines() if line.startswith("|")] == [
        "| median | target | bare | Polls SQLite | Polls PostgreSQL |",
        "|---|---:|---:|---:|---:|",
        "| votes/s |  | 20,000 | 8,000 | 15,000 |",
        "| votes/s ÷ bare's | ≥ 0.5 / 0.6 |  | 0.40 ✗ | 0.75 ✓ |",
        "| votes acknowledged |  |  | 24,000 | 45,000 |",
        "| of these recorded | the same, + ≤ 2 unanswered |  | 24,000 ✓ | 45,003 ✗ |",
    ]


def test_document_without_a_place_for_the_table_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Speed\n")

    with pytest.raises(BenchError, match="has no place for figures"):
        markdown.read(page)
