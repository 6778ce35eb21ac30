"""The table in a document, in place of the one that stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import table
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bench.run import Outcome

BEGIN, END = "<!-- figures: python -m bench --markdown FILE -->", "<!-- end of figures -->"


def read(path: Path) -> str:
    """Return a document that has a place for the table.

    Raises:
        BenchError: it has none.
    """
    text = path.read_text() if path.is_file() else ""
    if not -1 < text.find(BEGIN) < text.find(END):
        raise BenchError(f"{path} has no place for figures, between {BEGIN} and {END}")
    return text


def write(outcome: Outcome, path: Path) -> None:
    """Put the table into its place in a document."""
    before, _, rest = read(path).partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = [BEGIN, "", *_lines(outcome), "", END]
    path.write_text(before + "\n".join(lines) + after)


def _lines(outcome: Outcome) -> Iterator[str]:
    plan = outcome.plan
    yield f"`python -m bench{' --quick' if plan.is_quick else ''}`: {table.title(outcome)}."
    yield ""
    heading = table.heading(outcome)
    yield _row(heading)
    yield "|---|" + "---:|" * (len(heading) - 1)
    for section in table.sections(outcome):
        yield from map(_row, section)
    yield ""
    yield from (f"- {line}" for line in table.caption(outcome))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
