"""`polls organiser`: a new organiser's link, for one that was lost."""

from __future__ import annotations

import typer

from polls.cli import links
from polls.cli.options import Config, Key, read_settings, run
from polls.domain.questions.log import OPERATOR
from polls.services.questions import organisers
from polls.services.running import databases
from polls.settings import Settings


def organiser(question: Key, config: Config = None) -> None:
    """Print a new organiser's link for a question; the previous link stops working."""
    settings = read_settings(config)
    secret = organisers.new_secret()
    run(_renew(settings, question, secret))
    typer.echo(links.organise(settings, question, secret))


async def _renew(settings: Settings, key: str, secret: str) -> None:
    async with databases.opened(settings) as database:
        await organisers.renew(database, key, OPERATOR, secret)
