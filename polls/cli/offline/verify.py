"""`polls verify`: a record, checked from its file alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polls.cli.options import Config
from polls.verifying import program, reports

Record = Annotated[Path, typer.Argument(metavar="RECORD", help=program.RECORD)]
Receipts = Annotated[
    list[Path] | None, typer.Option("--receipt", metavar="FILE", help=program.RECEIPT)
]
Keys = Annotated[list[str] | None, typer.Option("--key", metavar="VKEY", help=program.KEY)]
AllMethods = Annotated[bool, typer.Option("--all-methods", help=program.ALL_METHODS)]


def verify(
    record: Record,
    config: Config = None,  # noqa: ARG001 - every command takes it
    *,
    receipt: Receipts = None,
    key: Keys = None,
    all_methods: AllMethods = False,
) -> None:
    """Check the record of a closed question, and recount it. Needs no database and no network."""
    report = reports.of(record, receipt or (), key or (), all_methods=all_methods)
    for line in report.lines:
        typer.echo(line, err=report.status != reports.RIGHT)
    raise typer.Exit(report.status)
