"""The table as a person reads it while the run is fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from bench import comparisons, loads, table
from bench.targets import MISSED, PASSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from bench.browsing import Load, Pressing
    from bench.comparisons import Comparison
    from bench.run import Outcome

NARROWEST = 150
"""Columns that the table needs; a terminal may break the lines, a file must not."""

_COLOURED = {
    PASSED: f"[green]{PASSED}[/green]",
    MISSED: f"[red]{MISSED}[/red]",
}


def show(outcome: Outcome, console: Console) -> None:
    """Print the table, the facts it depends on, and what was found wrong."""
    console.width = max(console.width, NARROWEST)
    shown = Table(
        title=table.title(outcome),
        caption="\n".join(table.caption(outcome)),
        caption_justify="left",
    )
    for number, name in enumerate(table.heading(outcome)):
        shown.add_column(name, justify="right" if number else "left")
    for section in table.sections(outcome):
        for row in section:
            shown.add_row(*map(_coloured, row))
        shown.add_section()
    console.print(shown)
    if outcome.comparisons:
        show_comparisons(outcome.comparisons, console)
    for check in outcome.checks:
        if check.problem:
            console.print(f"{check.program}: {check.problem}")


def show_comparisons(found: Sequence[Comparison], console: Console) -> None:
    """Print what the programs took to count the same ballots."""
    console.width = max(console.width, NARROWEST)
    console.print(_table(comparisons.HEADING, comparisons.rows(found), comparisons.caption()))


def show_loads(found: list[Load], pressings: list[Pressing], console: Console) -> None:
    """Print what a phone waits for."""
    console.width = max(console.width, NARROWEST)
    console.print(_table(loads.HEADING, loads.rows(found)))
    console.print(_table(loads.PRESS_HEADING, loads.press_rows(pressings), loads.caption()))


def _table(
    heading: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: Sequence[str] = (),
) -> Table:
    shown = Table(caption="\n".join(caption), caption_justify="left")
    for number, name in enumerate(heading):
        shown.add_column(name, justify="right" if number else "left")
    for row in rows:
        shown.add_row(*map(_coloured, row))
    return shown


def _coloured(cell: str) -> str:
    return f"{cell[:-1]}{_COLOURED[cell[-1]]}" if cell[-1:] in _COLOURED else cell
