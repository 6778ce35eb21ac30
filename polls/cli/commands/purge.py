"""`polls purge`: what the server does every minute, now."""

from __future__ import annotations

import typer

from polls.cli.amounts import counted
from polls.cli.options import Config, read_settings, run
from polls.services.running import databases, housekeeping
from polls.settings import Settings


def purge(config: Config = None) -> None:
    """Delete questions past their retention date and finish closing ended ones."""
    done = run(_tidy(read_settings(config)))
    typer.echo(
        f"Deleted {counted(done.deleted, 'question')}; "
        f"closed {counted(done.sealed, 'question')} for good; "
        f"made {counted(done.recorded, 'record')}.",
    )


async def _tidy(settings: Settings) -> housekeeping.Done:
    async with databases.opened(settings) as database:
        total = housekeeping.Done(0, 0)
        while any(done := await housekeeping.tidy(database, settings)):
            total = housekeeping.Done(*map(sum, zip(total, done, strict=True)))
        return total
