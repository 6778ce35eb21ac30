"""`python -m bench`: measure, print the table, say by the exit status whether it is good."""

from __future__ import annotations

import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bench import loads, markdown, report, run, terminal, wrk
from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.growth import Point

REACHED, MISSED, COULD_NOT_RUN = 0, 1, 2

Quick = Annotated[
    bool,
    typer.Option("--quick", help="Only the main ratios, in one short round: under a minute."),
]
Rounds = Annotated[int | None, typer.Option(min=1, max=100, help="3 without this; quick: 1.")]
Seconds = Annotated[
    int | None,
    typer.Option(min=1, max=600, help="Length of one measurement: 4 without this; quick: 2."),
]
Json = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write every figure and the machine's facts too."),
]
Markdown = Annotated[
    Path | None,
    typer.Option(
        "--markdown",
        metavar="FILE",
        help="Put the table into a document, in place of the one that stands there.",
    ),
]
Growth = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Measure how costs grow with ballots, choices, questions and watchers, and draw it.",
    ),
]
Counting = Annotated[
    bool,
    typer.Option("--counting", help="Only count ballots, beside other programs that count."),
]
Browsing = Annotated[
    bool,
    typer.Option("--browsing", help="Only load pages in Chromium, as a phone on a slow network."),
]


def main(  # noqa: PLR0913 - one argument an option
    *,
    quick: Quick = False,
    rounds: Rounds = None,
    seconds: Seconds = None,
    json: Json = None,
    markdown_file: Markdown = None,
    growth: Growth = None,
    counting: Counting = False,
    browsing: Browsing = False,
) -> None:
    """Measure Polls beside a bare handler, a plain application, pgbench and Django's tutorial.

    Exit status: 0 measured and every target reached, 1 measured and something missed, 2 it
    could not be measured.
    """
    # A run that is ended must stop its servers and clear its folder, as an interrupted one does.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    _allow_many_files()
    plan = run.Plan(
        rounds=rounds or (1 if quick else 3),
        seconds=seconds or (2 if quick else 4),
        is_quick=quick,
    )
    try:
        if counting or browsing:
            only = _count if counting else _browse
            raise typer.Exit(REACHED if only(markdown_file) else MISSED)
        wrk.require()
        if markdown_file:
            markdown.read(markdown_file)  # before minutes are spent
            if not quick:
                markdown.read(markdown_file, markdown.BEGIN_COUNTING, markdown.END_COUNTING)
        if growth:
            _draw(run.grow(plan.seconds), growth)
            return
        outcome = run.measure(plan)
    except BenchError as error:
        typer.echo(f"bench: {error}", err=True)
        raise typer.Exit(COULD_NOT_RUN) from None
    except KeyboardInterrupt:
        typer.echo("bench: interrupted", err=True)
        raise typer.Exit(COULD_NOT_RUN) from None
    terminal.show(outcome, Console())
    if json:
        report.write(outcome, json)
    if markdown_file:
        markdown.write(outcome, markdown_file)
    raise typer.Exit(REACHED if outcome.is_reached else MISSED)


def _count(path: Path | None) -> bool:
    """Show, and perhaps write, what counting takes; return whether it is as fast as wanted."""
    if path:
        markdown.read(path, markdown.BEGIN_COUNTING, markdown.END_COUNTING)
    found = run.count()
    terminal.show_comparisons(found, Console())
    if path:
        markdown.write_comparisons(found, path)
    return all(each.is_reached for each in found)


def _browse(path: Path | None) -> bool:
    """Show, and perhaps write, what a phone waits for; return whether it is what is wanted."""
    if path:
        markdown.read(path, markdown.BEGIN_BROWSING, markdown.END_BROWSING)
    found, pressings = run.browse()
    terminal.show_loads(found, pressings, Console())
    if path:
        markdown.write_loads(found, pressings, path)
    return loads.is_reached(found, pressings)


def _allow_many_files() -> None:
    """Let the servers and the watchers have as many connections as this user may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _draw(points: Iterable[Point], path: Path) -> None:
    from bench import plot  # noqa: PLC0415 - it takes a second, and only this needs it

    found = []
    for point in points:
        found.append(point)
        typer.echo(
            f"{point.program}, {point.size:,} {point.axis}: "
            f"{point.series} {point.microseconds:,.0f} µs",
        )
    plot.draw(found, path)


if __name__ == "__main__":
    typer.run(main)
