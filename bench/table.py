"""The table: figures, the ratios that have a target, and what became of the votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bench import wrk
from bench.figures import FIGURES
from bench.peers.pgbench import CLIENTS
from bench.programs import BARE, DJANGO, OURS, PGBENCH, PLAIN
from bench.targets import MISSED, PASSED, TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Figure
    from bench.run import Outcome
    from bench.targets import Target, Verdict

Row: TypeAlias = "list[str]"

_LABELS = {figure.key: figure.label for figure in FIGURES}


def heading(outcome: Outcome) -> Row:
    """Return what stands above the columns."""
    return ["median", "target", *_programs(outcome)]


def sections(outcome: Outcome) -> list[list[Row]]:
    """Return the rows: of the figures, of the ratios, of the votes."""
    programs = _programs(outcome)
    measured = outcome.measurements
    judged = {verdict.target for verdict in outcome.verdicts}
    return [
        [
            _figure_row(outcome, figure, programs)
            for figure in FIGURES
            if any(measured.values(figure.key, program) for program in programs)
        ],
        [
            _ratio_row(outcome, target, programs)
            for target in TARGETS
            if target.is_ratio and target in judged
        ],
        _votes_rows(outcome, programs),
    ]


def title(outcome: Outcome) -> str:
    """Return how it was measured."""
    plan = outcome.plan
    return (
        f"{wrk.CONNECTIONS} connections, {plan.seconds} s a measurement, "
        f"{'1 round' if plan.rounds == 1 else f'{plan.rounds} rounds'}"
    )


def caption(outcome: Outcome) -> list[str]:
    """Return where it was measured, and what the columns are."""
    facts = outcome.facts
    database = {name.removeprefix("postgresql "): value for name, value in facts.items()}
    return [
        ", ".join(
            (
                f"{facts['processor']}, {facts['cores']} cores",
                f"{facts['file system']}, {facts['sync']} to sync 4 KiB",
                *(f"{name} {facts[name]}" for name in ("python", "aiohttp", "django", "gunicorn")),
            ),
        ),
        ", ".join(
            (
                f"PostgreSQL {database['server_version']}",
                *(f"{name} {database[name]}" for name in ("fsync", "synchronous_commit")),
                "SQLite as Polls opens it: WAL, synchronous FULL",
            ),
        ),
        f"{BARE}: the HTTP alone, uvloop, no log",
        f"{PLAIN}: aiohttp, one transaction a vote, no log",
        f"{PGBENCH}: {CLIENTS} clients, one transaction a vote, no HTTP",
        f"{DJANGO}: its tutorial under gunicorn, sync workers, one unless said",
        "Polls: as installed, one process, with its access log",
    ]


def _programs(outcome: Outcome) -> list[str]:
    measured = outcome.measurements.programs()
    return [*(name for name in measured if name not in OURS), *OURS]


def _figure_row(outcome: Outcome, figure: Figure, programs: Sequence[str]) -> Row:
    target = next(
        (each for each in TARGETS if each.figure == figure.key and not each.is_ratio),
        None,
    )
    cells = []
    for program in programs:
        value = outcome.measurements.summary(figure.key, program)
        if value is None:
            cells.append("")
        elif target and program in OURS:
            is_met = target.is_met_by(program, value)
            cells.append(_marked(figure.form.format(value), is_passed=is_met))
        else:
            cells.append(figure.form.format(value))
    return [figure.label, _bound(target) if target else "", *cells]


def _ratio_row(outcome: Outcome, target: Target, programs: Sequence[str]) -> Row:
    verdicts = {each.program: each for each in outcome.verdicts if each.target == target}
    cells = [_judged(verdicts[program]) if program in verdicts else "" for program in programs]
    divisor = _LABELS[target.over] if target.over else f"{target.against}'s"
    return [f"{_LABELS[target.figure]} ÷ {divisor}", _bound(target), *cells]


def _votes_rows(outcome: Outcome, programs: Sequence[str]) -> list[Row]:
    acknowledged, recorded = [], []
    for program in programs:
        checks = [each for each in outcome.checks if each.program == program]
        if not checks:
            acknowledged.append("")
            recorded.append("")
            continue
        acknowledged.append(f"{sum(each.acknowledged for each in checks):,}")
        found = f"{sum(each.recorded for each in checks):,}"
        recorded.append(_marked(found, is_passed=all(each.is_passed for each in checks)))
    unknown = sum(each.unknown for each in outcome.checks)
    bound = f"the same, + ≤ {unknown} unanswered" if unknown else "the same"
    return [["votes acknowledged", "", *acknowledged], ["of these recorded", bound, *recorded]]


def _bound(target: Target) -> str:
    """Write what is to be reached; SQLite's before PostgreSQL's where they differ."""
    if not target.bounds:
        return "reported"
    bounds = " / ".join(f"{each:g}" for each in target.bounds)
    return f"{'≤' if target.is_ceiling else '≥'} {bounds}"


def _judged(verdict: Verdict) -> str:
    text = f"{verdict.value:.2f}"
    return _marked(text, is_passed=verdict.is_passed) if verdict.target.bounds else text


def _marked(text: str, *, is_passed: bool) -> str:
    return f"{text} {PASSED if is_passed else MISSED}"
