"""`polls backup` and `polls restore`: the whole database as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polls.cli.amounts import counted
from polls.cli.options import FOUND_WRONG, Config, read_settings, run
from polls.cli.progress import reported
from polls.services.running import backups

if TYPE_CHECKING:
    from polls.services.running.backups import Backup

Target = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="The file to write, which only you can read."),
]
Source = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="The file that `polls backup` wrote."),
]


def backup(file: Target, config: Config = None) -> None:
    """Save the whole database in a file, and check it; a server may go on meanwhile."""
    settings = read_settings(config)
    with reported("Saving") as report:
        saved = run(backups.write(settings, file, report))
    typer.echo(f"Saved {_content(saved)} in {file} ({saved.bytes / 1e6:,.1f} MB).")
    _end_well(saved)


def restore(file: Source, config: Config = None) -> None:
    """Bring the whole database back from a file; no server may be running."""
    settings = read_settings(config)
    with reported("Restoring") as report:
        restored = run(backups.restore(settings, file, report))
    typer.echo(f"Restored {_content(restored.backup)} from {file}.")
    if restored.kept:
        typer.echo(f"The database that was there before is now {restored.kept}.")
    _end_well(restored.backup)


def _content(backup: Backup) -> str:
    if backup.checked is None:
        return f"the database of an older version (revision {backup.revision})"
    questions = counted(backup.checked.questions, "question")
    return f"{questions} with {counted(backup.checked.ballots, 'ballot')}"


def _end_well(backup: Backup) -> None:
    """Say what the check has found; a counter that is wrong is no success."""
    if backup.checked is None:
        typer.echo("It is whole; the counters of an older version are not compared.")
    elif backup.checked.wrong:
        wrong = counted(backup.checked.wrong, "question")
        typer.echo(f"It is whole, but {wrong} with differences: “polls recount” shows them.")
        raise typer.Exit(FOUND_WRONG)
    else:
        typer.echo("It is whole, and every counter is right.")
