"""`polls close`: the end of voting."""

from __future__ import annotations

import typer

from polls.cli.options import Config, Key, read_settings, run
from polls.services import databases, questions
from polls.settings import Settings


def close(question: Key, config: Config = None) -> None:
    """End voting on a question now."""
    was_open = run(_close(read_settings(config), question))
    typer.echo("Voting has ended." if was_open else "Voting had ended already.")


async def _close(settings: Settings, key: str) -> bool:
    async with databases.opened(settings) as database:
        return await questions.close(database, key)
