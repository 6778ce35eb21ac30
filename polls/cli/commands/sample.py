"""`polls sample`: something to vote on."""

from __future__ import annotations

import typer

from polls.cli.amounts import counted
from polls.cli.options import Config, read_settings, run
from polls.services.questions import samples
from polls.services.running import databases
from polls.settings import Settings


def sample(config: Config = None) -> None:
    """Insert sample questions, unless there are questions already."""
    inserted = run(_insert(read_settings(config)))
    if inserted:
        typer.echo(f"Inserted {counted(inserted, 'sample question')}.")
    else:
        typer.echo("There already are questions, so nothing was inserted.")


async def _insert(settings: Settings) -> int:
    async with databases.prepared(settings) as database:
        return await samples.insert(database)
