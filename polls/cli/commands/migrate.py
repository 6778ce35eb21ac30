"""`polls migrate`: the tables as this version needs them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from polls import migrations
from polls.cli.options import FOUND_WRONG, Config, read_settings, run
from polls.cli.printing import need_output
from polls.services.running import databases
from polls.settings import Settings

Check = Annotated[
    bool,
    typer.Option("--check", help="Only check; exit status 1 if a migration is needed."),
]
Sql = Annotated[
    bool,
    typer.Option("--sql", help="Only print the statements, for a database administrator."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REVISION",
        help="With --sql: print the statements that follow this revision, without asking the "
        "database; “none” prints them all.",
    ),
]

_NONE = "none"
"""What the revision of a database without tables is called."""


def migrate(
    config: Config = None,
    *,
    check: Check = False,
    sql: Sql = False,
    since: Since = None,
) -> None:
    """Bring the database's tables up to date."""
    settings = read_settings(config)
    if since is not None and not sql:
        raise typer.BadParameter("It works only with --sql.", param_hint="--since")
    if check and sql:
        raise typer.BadParameter("give either --check or --sql")
    if sql:
        _print_sql(settings, since)
        return
    work = databases.compare(settings) if check else databases.migrate(settings)
    difference = run(work)
    found = difference.found or _NONE
    if difference.is_none:
        typer.echo(f"The tables are up to date (revision {found}).")
    elif check:
        typer.echo(f"The tables are at revision {found}; {difference.wanted} is needed.")
        raise typer.Exit(FOUND_WRONG)
    else:
        typer.echo(f"The tables went from revision {found} to {difference.wanted}.")


def _print_sql(settings: Settings, since: str | None) -> None:
    """Print what is to be done from the revision that is given, or else the database's own."""
    need_output()
    revisions = (_NONE, *migrations.KNOWN)
    if since is None:
        since = run(databases.compare(settings)).found or _NONE
    elif since not in revisions:
        raise typer.BadParameter(f"It must be one of {', '.join(revisions)}.", param_hint="--since")
    if since == migrations.HEAD:
        typer.echo(f"The tables are up to date (revision {since}).", err=True)
        return
    dialect = "postgresql" if settings.postgres else "sqlite"
    migrations.print_sql(dialect, sys.stdout, None if since == _NONE else since)
