"""`polls list`: the questions there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

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


def list_(config: Config = None) -> None:
    """List all questions, newest first, including those that people cannot see."""
    now = datetime.now(UTC)
    rows = [
        (
            outline.key,
            outline.text,
            _state(outline, now),
            f"{outline.vote_count:,}",
            f"{outline.ballot_count:,}",
        )
        for outline in run(_outlines(read_settings(config)))
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
