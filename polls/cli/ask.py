"""`polls ask`: a new question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from polls.cli.options import Config, instant, read_settings, run
from polls.domain import asking
from polls.domain.questions import NewQuestion
from polls.domain.rules import Rules
from polls.services import databases, questions
from polls.services.questions import Asked
from polls.settings import Settings

Text = Annotated[str, typer.Argument(metavar="QUESTION", help="What is asked.")]
Choices = Annotated[list[str], typer.Argument(metavar="CHOICE…", help="The possible answers.")]
Closes = Annotated[
    str | None,
    typer.Option(
        metavar="WHEN",
        help="When voting ends, as in 2026-06-05T18:00+02:00; without a zone it is UTC.",
    ),
]
Publish = Annotated[
    str | None,
    typer.Option(metavar="WHEN", help="When the question appears; at once without this."),
]
Final = Annotated[bool, typer.Option("--final", help="A vote cannot be changed.")]
Unlisted = Annotated[
    bool,
    typer.Option("--unlisted", help="Not on the front page: who has the address can vote."),
]


def ask(  # noqa: PLR0913 - one parameter an option
    text: Text,
    choices: Choices,
    config: Config = None,
    *,
    closes: Closes = None,
    publish: Publish = None,
    final: Final = False,
    unlisted: Unlisted = False,
) -> None:
    """Ask a question. Prints its key and the path of its page."""
    settings = read_settings(config)
    close_date, pub_date = instant("--closes", closes), instant("--publish", publish)
    if close_date and close_date <= (pub_date or datetime.now(UTC)):
        raise typer.BadParameter("voting would end before it begins", param_hint="--closes")
    new = NewQuestion(
        text=text,
        choices=asking.choices(choices),
        close_date=close_date,
        pub_date=pub_date,
        is_listed=not unlisted,
        rules=Rules(may_change=not final),
    )
    asked = run(_ask(settings, new))
    typer.echo(f"Asked as {asked.key}: {settings.base_url or ''}/poll/{asked.key}")


async def _ask(settings: Settings, new: NewQuestion) -> Asked:
    async with databases.opened(settings) as database:
        return await questions.ask(database, new)
