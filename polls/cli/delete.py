"""`polls delete`: a question and all its votes, for good."""

from __future__ import annotations

from typing import Annotated

import typer

from polls.cli.options import Config, Key, read_settings, run
from polls.domain.log import OPERATOR
from polls.domain.questions import Question
from polls.domain.texts import counted
from polls.services import databases, deletion, questions
from polls.settings import Settings

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for the key to be typed again.")]


def delete(question: Key, config: Config = None, *, yes: Yes = False) -> None:
    """Delete a question with all its votes, for good. Its pages say that it was deleted."""
    settings = read_settings(config)
    found = run(_find(settings, question))
    typed = question
    if not yes:
        typer.echo(f"“{found.text}”, with {counted(found.ballot_count, 'ballot')}.")
        typed = typer.prompt(f"To delete it for good, type its key, {question}")
    run(_delete(settings, question, typed))
    typer.echo("The question and all its votes are deleted.")


async def _find(settings: Settings, key: str) -> Question:
    async with databases.opened(settings) as database:
        return await questions.get(database, key)


async def _delete(settings: Settings, key: str, typed: str) -> None:
    async with databases.opened(settings) as database:
        await deletion.delete(database, key, OPERATOR, typed)
        await deletion.finish(database)
