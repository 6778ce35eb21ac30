"""`polls list`: the questions there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from polls.cli.options import Config, read_settings, run
from polls.services import databases, questions
from polls.settings import Settings

if TYPE_CHECKING:
    from polls.domain.questions import Question


def list_(config: Config = None) -> None:
    """List all questions, newest first, also those that people cannot see."""
    now = datetime.now(UTC)
    table = Table("Key", "Question", "State")
    table.add_column("Votes", justify="right")
    table.add_column("Ballots", justify="right")
    for question in run(_every(read_settings(config))):
        table.add_row(
            question.key,
            question.text,
            _state(question, now),
            f"{question.vote_count:,}",
            f"{question.ballot_count:,}",
        )
    Console(markup=False, highlight=False, emoji=False).print(table)


async def _every(settings: Settings) -> list[Question]:
    async with databases.opened(settings) as database:
        return await questions.every(database)


def _state(question: Question, now: datetime) -> str:
    if question.is_draft:
        state = "draft"
    elif question.is_closed(now):
        state = "closed"
    elif question.is_published(now):
        state = "open"
    else:
        state = "not yet published"
    if question.is_listed:
        return state
    return f"{state}, asks to be listed" if question.wants_listing else f"{state}, unlisted"
