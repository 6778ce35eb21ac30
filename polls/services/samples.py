"""Sample questions, so that a new installation has something to vote on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from polls.db import questions as table
from polls.domain import asking
from polls.domain.questions import NewQuestion
from polls.services import questions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.database import Database

SAMPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What's new?", ("Not much", "The sky", "Just hacking again")),
    (
        "Where shall we go for the summer outing?",
        ("The lake, with a picnic", "The old town, with a guide", "A walk in the hills"),
    ),
    (
        "Which day suits you for the reading circle?",
        ("Monday evening", "Wednesday evening", "Thursday evening", "Sunday afternoon"),
    ),
    (
        "What shall the school garden grow next spring?",
        ("Strawberries", "Sunflowers", "Pumpkins", "Potatoes", "A bit of everything"),
    ),
    ("Shall we keep the kitchen open at night?", ("Yes", "Yes, until midnight", "No")),
)
"""The tutorial's question first: in an empty database it becomes `/poll/1`."""


async def insert(database: Database) -> int:
    """Insert the samples if there is no question yet, and return how many were inserted."""
    return await database.write(_insert, datetime.now(UTC))


def _insert(connection: Connection, now: datetime) -> int:
    if table.count(connection):
        return 0
    for age, (text, choices) in enumerate(SAMPLES):
        # Minutes apart, so that the list begins with the tutorial's question.
        pub_date = now - timedelta(minutes=age)
        new = NewQuestion(text=text, choices=asking.choices(choices), pub_date=pub_date)
        questions.add(connection, new, now)
    return len(SAMPLES)
