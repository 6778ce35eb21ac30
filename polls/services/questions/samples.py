"""Sample questions, so that a new installation has something to vote on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions as table
from polls.domain.questions import asking
from polls.domain.questions.questions import NewQuestion
from polls.domain.questions.rules import Rules, Voters
from polls.services.questions import questions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database

DAYS_AHEAD = (8, 9, 11, 15)
"""When the sample with dates offers an evening: not so soon that the first ones pass at once."""


class Sample(NamedTuple):
    """A question, and what is not as usual about it."""

    text: str
    choices: tuple[str, ...] = ()
    """None: some evenings from now on."""
    rules: Rules = Rules()


SAMPLES = (
    Sample("What's new?", ("Not much", "The sky", "Just hacking again")),
    Sample(
        "Where shall we go for the summer outing?",
        ("The lake, with a picnic", "The old town, with a guide", "A walk in the hills"),
        Rules(method="instant_runoff", max_choices=None),
    ),
    Sample(
        "Which evening suits you for the reading circle?",
        rules=Rules(method="availability", max_choices=None, voters=Voters.NAMED),
    ),
    Sample(
        "What shall the school garden grow next spring?",
        ("Strawberries", "Sunflowers", "Pumpkins", "Potatoes", "A bit of everything"),
        Rules(method="approval", max_choices=None),
    ),
    Sample("Shall we keep the kitchen open at night?", ("Yes", "Yes, until midnight", "No")),
)
"""The tutorial's question first: in an empty database it becomes `/poll/1`."""


async def insert(database: Database) -> int:
    """Insert the samples if there is no question yet, and return how many were inserted."""
    return await database.write(_insert, datetime.now(UTC))


def _insert(connection: Connection, now: datetime) -> int:
    if table.count(connection):
        return 0
    for age, sample in enumerate(SAMPLES):
        new = NewQuestion(
            text=sample.text,
            choices=asking.choices(sample.choices or _evenings(now)),
            # Minutes apart, so that the list begins with the tutorial's question.
            pub_date=now - timedelta(minutes=age),
            rules=sample.rules,
        )
        questions.add(connection, asking.checked(new, now), now)
    return len(SAMPLES)


def _evenings(now: datetime) -> tuple[str, ...]:
    return tuple(f"{now + timedelta(days=days):%Y-%m-%d} 19:30" for days in DAYS_AHEAD)
