"""`polls delete`: a question and all its votes, for good."""

from __future__ import annotations

from typing import Annotated

import typer

from polls.cli.amounts import counted
from polls.cli.options import INTERRUPTED, Config, Key, read_settings, run, stop
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Question
from polls.services.questions import deletion, questions
from polls.services.running import databases
from polls.settings import Settings

Yes = Annotated[
    bool, typer.Option("--yes", help="Delete without asking for the key to be typed again.")
]


def delete(question: Key, config: Config = None, *, yes: Yes = False) -> None:
    """Delete a question with all its votes, for good. Its pages say that it was deleted."""
    settings = read_settings(config)
    found = run(_find(settings, question))
    typed = question
    if not yes:
        typer.echo(f"“{found.text}”, with {counted(found.ballot_count, 'ballot')}.")
        typed = _asked(f"To delete it for good, type its key, {question}")
    run(_delete(settings, question, typed))
    typer.echo("The question and all its votes are deleted.")


def _asked(prompt: str) -> str:
    try:
        return str(typer.prompt(prompt))
    except typer.Abort as abort:
        typer.echo(err=True)
        if isinstance(abort.__context__, KeyboardInterrupt):
            raise typer.Exit(INTERRUPTED) from None
        stop(
            "The question was not deleted, because nothing was typed. Where there is no terminal, "
            "add --yes to delete it without being asked.",
        )


async def _find(settings: Settings, key: str) -> Question:
    async with databases.opened(settings) as database:
        return await questions.get(database, key)


async def _delete(settings: Settings, key: str, typed: str) -> None:
    async with databases.opened(settings) as database:
        await deletion.delete(database, key, OPERATOR, typed)
        await deletion.finish(database)
