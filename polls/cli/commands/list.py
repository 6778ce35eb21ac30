"""`polls list`: the questions there are."""

from __future__ import annotations

from datetime import UTC, datetime
from json import dumps
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from polls.cli import long_tables
from polls.cli.options import Config, read_settings, run
from polls.domain.questions.questions import Stage
from polls.services.questions import questions
from polls.services.running import databases
from polls.settings import Settings

if TYPE_CHECKING:
    from polls.domain.questions.questions import Outline

HEADINGS = ("Key", "Question", "State", "Votes", "Ballots")
STATES = {Stage.DRAFT: "draft", Stage.ENDING: "ending", Stage.CLOSED: "closed"}
"""Of stages that do not depend on anything else."""


Search = Annotated[
    str | None,
    typer.Option("--search", metavar="TEXT", help="Only questions with this in their text or key."),
]
State = Annotated[
    Stage | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="Only questions that are draft, scheduled, open, ending or closed.",
    ),
]
Waiting = Annotated[
    bool,
    typer.Option("--waiting", help="Only questions that ask to be listed; see `polls approve`."),
]
Json = Annotated[
    bool,
    typer.Option("--json", help="Print them as JSON, with the times of each, for a program."),
]


def list_(
    config: Config = None,
    search: Search = None,
    state: State = None,
    *,
    waiting: Waiting = False,
    json: Json = False,
) -> None:
    """List all questions, newest first, including those that people cannot see."""
    now = datetime.now(UTC)
    sought = (search or "").casefold()
    found = [
        outline
        for outline in run(_outlines(read_settings(config)))
        if (sought in outline.text.casefold() or sought in outline.key.casefold())
        and state in {None, outline.stage(now)}
        and (outline.wants_listing or not waiting)
    ]
    if json:
        objects = [_object(outline, now) for outline in found]
        typer.echo(dumps(objects, ensure_ascii=False, indent=2))
        return
    rows = [
        (
            outline.key,
            outline.text,
            _state(outline, now),
            f"{outline.vote_count:,}",
            f"{outline.ballot_count:,}",
        )
        for outline in found
    ]
    console = Console(markup=False, highlight=False, emoji=False)
    long_tables.show(console, HEADINGS, rows, wrapped=1, numbers=2)


async def _outlines(settings: Settings) -> list[Outline]:
    async with databases.opened(settings) as database:
        return await questions.outlines(database)


def _state(outline: Outline, now: datetime) -> str:
    stage = outline.stage(now)
    is_open = stage is Stage.OPEN and outline.has_choices
    state = "open" if is_open else STATES.get(stage, "not yet published")
    if outline.is_listed:
        return state
    return f"{state}, asks to be listed" if outline.wants_listing else f"{state}, unlisted"


def _object(outline: Outline, now: datetime) -> dict[str, object]:
    return {
        "key": outline.key,
        "text": outline.text,
        "state": outline.stage(now).value,
        "is_listed": outline.is_listed,
        "wants_listing": outline.wants_listing,
        "opens": outline.pub_date.isoformat(),
        "closes": outline.close_date.isoformat() if outline.close_date else None,
        "closed": outline.closed_at.isoformat() if outline.closed_at else None,
        "votes": outline.vote_count,
        "ballots": outline.ballot_count,
    }
