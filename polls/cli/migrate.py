"""`polls migrate`: the tables as this version needs them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from polls import migrations
from polls.cli.options import FOUND_WRONG, Config, read_settings, run
from polls.services import databases

Check = Annotated[
    bool,
    typer.Option("--check", help="Only say whether something is to be done; 1 if so."),
]
Sql = Annotated[
    bool,
    typer.Option("--sql", help="Only print the statements, for a database administrator."),
]


def migrate(config: Config = None, *, check: Check = False, sql: Sql = False) -> None:
    """Bring the database's tables up to date."""
    settings = read_settings(config)
    if sql:
        migrations.print_sql("postgresql" if settings.postgres else "sqlite", sys.stdout)
        return
    work = databases.compare(settings) if check else databases.migrate(settings)
    difference = run(work)
    found = difference.found or "none"
    if difference.is_none:
        typer.echo(f"The tables are up to date (revision {found}).")
    elif check:
        typer.echo(f"The tables are at revision {found}; {difference.wanted} is needed.")
        raise typer.Exit(FOUND_WRONG)
    else:
        typer.echo(f"The tables went from revision {found} to {difference.wanted}.")
