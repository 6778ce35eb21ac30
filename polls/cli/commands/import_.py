"""`polls import`: a question that `polls export` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from polls.cli import links
from polls.cli.amounts import counted
from polls.cli.options import Config, read_settings, run, stop
from polls.cli.progress import progress_bar
from polls.services import archives
from polls.services.archives import Restored
from polls.services.archives.refusals import NotReadError
from polls.services.running import databases
from polls.settings import Settings

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file that `polls export` wrote.")]
NewKey = Annotated[
    bool,
    typer.Option("--new-key", help="Give the question another key, and so other addresses."),
]


def import_(file: File, config: Config = None, *, new_key: NewKey = False) -> None:
    """Import a whole question into the database, all of it or nothing."""
    settings = read_settings(config)
    try:
        with file.open("rb") as source:
            size = file.stat().st_size
            restored = run(_import(settings, source, size, has_new_key=new_key))
    except OSError as error:
        stop(f"The file {file} cannot be read: {error.strerror}.")
    ballots = counted(restored.ballots, "ballot")
    page = links.page(settings, restored.key)
    typer.echo(f"Imported with {ballots} as {restored.key}: {page}")
    if restored.unknown_zone:
        typer.echo(
            f"Its time zone was “{restored.unknown_zone}”, which depends on the server. Its times "
            "are now shown in UTC."
        )


async def _import(
    settings: Settings,
    source: BinaryIO,
    size: int,
    *,
    has_new_key: bool,
) -> Restored:
    async with databases.opened(settings) as database:
        with progress_bar() as progress:
            task = progress.add_task("Importing", total=size or None)

            done = 0

            def read_line(longest: int) -> bytes:
                nonlocal done
                try:
                    line = source.readline(longest)
                except OSError as error:
                    raise NotReadError(error.strerror or str(error)) from None
                done += len(line)  # a pipe has no place to ask for
                return line

            def report() -> None:
                progress.update(task, completed=done)

            return await archives.restore(
                database,
                read_line,
                report,
                has_new_key=has_new_key,
                retention_days=settings.retention_days,
            )
