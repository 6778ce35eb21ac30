"""The table in a document, in place of the one that stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import comparisons, loads, table
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bench.browsing import Load, Pressing
    from bench.comparisons import Comparison
    from bench.run import Outcome

BEGIN, END = "<!-- figures: python -m bench --markdown FILE -->", "<!-- end of figures -->"
BEGIN_COUNTING = "<!-- counting: python -m bench --counting --markdown FILE -->"
END_COUNTING = "<!-- end of counting -->"
BEGIN_BROWSING = "<!-- browsing: python -m bench --browsing --markdown FILE -->"
END_BROWSING = "<!-- end of browsing -->"


def read(path: Path, begin: str = BEGIN, end: str = END) -> str:
    """Return a document that has a place for the table.

    Raises:
        BenchError: it has none.
    """
    text = path.read_text() if path.is_file() else ""
    if not -1 < text.find(begin) < text.find(end):
        raise BenchError(f"{path} has no place for figures, between {begin} and {end}")
    return text


def write(outcome: Outcome, path: Path) -> None:
    """Put the tables into their places in a document."""
    _put(_lines(outcome), path, BEGIN, END)
    if outcome.comparisons:
        write_comparisons(outcome.comparisons, path)


def write_comparisons(found: Sequence[Comparison], path: Path) -> None:
    """Put what the programs took to count into its place in a document."""
    _put(_compared(found), path, BEGIN_COUNTING, END_COUNTING)


def write_loads(found: list[Load], pressings: list[Pressing], path: Path) -> None:
    """Put what a phone waits for into its place in a document."""
    lines = [
        *_table(loads.HEADING, loads.rows(found)),
        "",
        *_table(loads.PRESS_HEADING, loads.press_rows(pressings)),
        "",
        *(f"- {line}" for line in loads.caption()),
    ]
    _put(lines, path, BEGIN_BROWSING, END_BROWSING)


def _put(lines: Iterable[str], path: Path, begin: str, end: str) -> None:
    before, _, rest = read(path, begin, end).partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(before + "\n".join([begin, "", *lines, "", end]) + after)


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


def _compared(found: Sequence[Comparison]) -> Iterator[str]:
    yield from _table(comparisons.HEADING, comparisons.rows(found))
    yield ""
    yield from (f"- {line}" for line in comparisons.caption())


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heading)
    yield "|---|" + "---:|" * (len(heading) - 1)
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
