"""`polls recount`: the counters against the ballots."""

from __future__ import annotations

from typing import Annotated

import typer

from polls.cli.amounts import counted
from polls.cli.options import FOUND_WRONG, Config, key, read_settings, run
from polls.cli.progress import progress_bar
from polls.presentation.dates import worded
from polls.presentation.results import differences
from polls.presentation.results.headline import headline
from polls.services.results import recounts
from polls.services.running import databases
from polls.settings import Settings

Only = Annotated[
    str | None,
    typer.Option(
        "--question",
        metavar="QUESTION",
        parser=key,
        help="Recount only the question with this key.",
    ),
]


def recount(config: Config = None, question: Only = None) -> None:
    """Count every ballot again, compare the counters, and say who won; exits 1 on a difference."""
    recounts = run(_recount(read_settings(config), question))
    ballots = sum(each.ballots for each in recounts)
    wrong = [each for each in recounts if each.differences]
    for each in wrong:
        for difference in each.differences:
            typer.echo(f"{each.question.key}: {differences.sentence(difference)}")
    for each in recounts:
        if (result := each.result) and each.ballots:
            names = worded(result, each.question).names
            said = headline(each.question, result, names, is_closed=True)
            typer.echo(f"{each.question.key}: {said}")
    total = f"{counted(len(recounts), 'question')} with {counted(ballots, 'ballot')}"
    if wrong:
        typer.echo(f"Recounted {total}: {counted(len(wrong), 'question')} with differences.")
        raise typer.Exit(FOUND_WRONG)
    typer.echo(f"Recounted {total}: every counter is right.")


async def _recount(settings: Settings, only: str | None) -> list[recounts.Recount]:
    async with databases.opened(settings) as database:
        keys = await recounts.keys(database, only)
        with progress_bar() as progress:
            tracked = progress.track(keys, description="Recounting")
            return [await recounts.of(database, each) for each in tracked]
