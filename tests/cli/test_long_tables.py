"""A long table looks as rich would draw it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.table import Table

from polls.cli import long_tables

HEADINGS = ("Key", "Question", "State", "Votes", "Ballots")
ROWS = [
    (
        f"key{number}",
        f"Question {number}? " + "Wörter 日本 " * number,
        "open",
        "0",
        f"{10**number:,}",
    )
    for number in range(12)
]


def console(width: int, encoding: str = "utf-8") -> Console:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    return Console(file=file, width=width, markup=False, highlight=False, emoji=False)


def printed(to: Console) -> bytes:
    assert isinstance(to.file, io.TextIOWrapper)
    buffer = to.file.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@pytest.mark.parametrize("rows", [ROWS, ROWS[:3], []])
@pytest.mark.parametrize("width", [80, 120, 300])
def test_long_table_looks_as_a_short_one(width: int, rows: list[tuple[str, ...]]) -> None:
    table = Table(*HEADINGS[:3])
    for heading in HEADINGS[3:]:
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*row)
    by_rich, ours = console(width), console(width)

    by_rich.print(table)
    long_tables.show(ours, HEADINGS, rows, wrapped=1, numbers=2)

    assert printed(ours) == printed(by_rich)


def test_long_table_is_readable_on_a_narrow_terminal() -> None:
    narrow = console(30)

    long_tables.show(narrow, HEADINGS, ROWS, wrapped=1, numbers=2)

    assert "│ key0  │ Question 0?          │ open  │" in printed(narrow).decode()
