"""The table: figures, the ratios that have a target, and what became of the votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from bench import wrk
from bench.figures import FIGURES
from bench.programs import BARE, DJANGO, OURS, PLAIN
from bench.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from bench.figures import Figure
    from bench.run import Outcome
    from bench.targets import Target

PASSED, MISSED = "[green]✓[/green]", "[red]✗[/red]"
NARROWEST = 130
"""Columns that the table needs; a terminal may break the lines, a file must not."""

_LABELS = {figure.key: figure.label for figure in FIGURES}
_FORMS = {figure.key: figure.form for figure in FIGURES}


def show(outcome: Outcome, console: Console) -> None:
    """Print the table and the facts it depends on."""
    console.width = max(console.width, NARROWEST)
    programs = _columns(outcome)
    table = Table(title=_title(outcome), caption=_caption(outcome), caption_justify="left")
    table.add_column("median")
    table.add_column("target", justify="right")
    for program in programs:
        table.add_column(program, justify="right")
    for figure in FIGURES:
        if any(outcome.measurements.values(figure.key, program) for program in programs):
            table.add_row(*_figure_row(outcome, figure, programs))
    table.add_section()
    for target in TARGETS:
        if target.against:
            table.add_row(*_ratio_row(outcome, target, programs))
    table.add_section()
    table.add_row(*_votes_row(outcome, programs))
    console.print(table)
    for check in outcome.checks:
        if check.problem:
            console.print(f"{check.program}: {check.problem}")


def _columns(outcome: Outcome) -> list[str]:
    measured = outcome.measurements.programs()
    peers = [name for name in measured if name not in OURS]
    return [*peers, *OURS]


def _title(outcome: Outcome) -> str:
    plan = outcome.plan
    return (
        f"{wrk.CONNECTIONS} connections, {plan.seconds} s a measurement, "
        f"{'1 round' if plan.rounds == 1 else f'{plan.rounds} rounds'}"
    )


def _caption(outcome: Outcome) -> str:
    facts = outcome.facts
    return (
        f"{facts['processor']}, {facts['cores']} cores; {facts['file system']}, "
        f"{facts['sync']} to sync 4 KiB; "
        f"Python {facts['python']}, aiohttp {facts['aiohttp']}, Django {facts['django']}, "
        f"gunicorn {facts['gunicorn']}\n"
        f"PostgreSQL {facts['postgresql server_version']}: fsync {facts['postgresql fsync']}, "
        f"synchronous_commit {facts['postgresql synchronous_commit']}; "
        "SQLite as Polls opens it: WAL, synchronous FULL\n"
        f"{BARE}: the HTTP alone, uvloop, no log; {PLAIN}: aiohttp, one transaction a vote, "
        f"no log; {DJANGO}: its tutorial\n"
        "under gunicorn, sync workers, one unless said; Polls: as installed, with its access log"
    )


def _figure_row(outcome: Outcome, figure: Figure, programs: Iterable[str]) -> list[str]:
    target = next(
        (each for each in TARGETS if each.figure == figure.key and not each.against),
        None,
    )
    cells = []
    for program in programs:
        value = outcome.measurements.summary(figure.key, program)
        if value is None:
            cells.append("")
        elif target and program in OURS:
            cells.append(_marked(figure.form.format(value), is_passed=target.is_met_by(value)))
        else:
            cells.append(figure.form.format(value))
    return [figure.label, _bound(target) if target else "", *cells]


def _ratio_row(outcome: Outcome, target: Target, programs: Iterable[str]) -> list[str]:
    verdicts = {each.program: each for each in outcome.verdicts if each.target == target}
    cells = [
        _marked(f"{verdicts[program].value:.2f}", is_passed=verdicts[program].is_passed)
        if program in verdicts
        else ""
        for program in programs
    ]
    return [f"{_LABELS[target.figure]} ÷ {target.against}'s", _bound(target), *cells]


def _votes_row(outcome: Outcome, programs: Iterable[str]) -> list[str]:
    cells = []
    for program in programs:
        checks = [each for each in outcome.checks if each.program == program]
        if not checks:
            cells.append("")
            continue
        answered, recorded = sum(c.answered for c in checks), sum(c.recorded for c in checks)
        text = f"{answered:,}\n{recorded:,}"
        cells.append(_marked(text, is_passed=all(each.is_passed for each in checks)))
    label = "votes answered\nvotes in a recount"
    return [label, f"\n+ 0 to {wrk.CONNECTIONS} a run", *cells]


def _bound(target: Target) -> str:
    return f"{'≤' if target.is_ceiling else '≥'} {target.bound:g}"


def _marked(text: str, *, is_passed: bool) -> str:
    return f"{text} {PASSED if is_passed else MISSED}"
