"""`polls approve`: a place on the front page."""

from __future__ import annotations

from typing import Annotated

import typer

from polls.cli.options import Config, Key, read_settings, run
from polls.domain.questions.log import OPERATOR
from polls.services.questions import listing
from polls.services.running import databases
from polls.settings import Settings

Withdraw = Annotated[
    bool,
    typer.Option(
        "--withdraw", help="Take it off the front page instead, or turn the request down."
    ),
]


def approve(question: Key, config: Config = None, *, withdraw: Withdraw = False) -> None:
    """Put a question on the front page if its organiser asked for that; see `polls list`."""
    is_done = run(_decide(read_settings(config), question, withdraw=withdraw))
    if withdraw:
        typer.echo("It is off the front page." if is_done else "It was not on the front page.")
    else:
        typer.echo("It is on the front page." if is_done else "It was already on the front page.")


async def _decide(settings: Settings, key: str, *, withdraw: bool) -> bool:
    async with databases.opened(settings) as database:
        decide = listing.withdraw if withdraw else listing.approve
        return await decide(database, key, OPERATOR)
