"""Asking questions in tests: texts, and whatever else is not as usual."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from polls.domain.questions import asking
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Choice, NewChoice, NewQuestion, Question
from polls.domain.questions.rules import Rules
from polls.services.questions import lifecycle, questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.db.engines.database import Database
    from polls.services.questions.questions import Asked

DATED: dict[str, Any] = {
    "method": "availability",
    "highest": 2,
    "labels": ("No", "If need be", "Yes"),
    "max_choices": None,
    "zone": "Europe/Berlin",
}
"""The rules of a question of dates, and the zone that they are in."""

RULES = {each.name for each in fields(Rules)}


async def ask(
    database: Database,
    text: str = "Tea or coffee?",
    choices: Sequence[str | NewChoice] = ("Tea", "Coffee"),
    **values: Any,
) -> str:
    """Ask a question and return its key; `values` are those of `NewQuestion` and of `Rules`."""
    return (await asked(database, text, choices, **values)).key


async def asked(
    database: Database,
    text: str = "Tea or coffee?",
    choices: Sequence[str | NewChoice] = ("Tea", "Coffee"),
    **values: Any,
) -> Asked:
    """Ask a question and return its key with the organiser's secret."""
    checked = asking.checked(new(text, choices, **values), datetime.now(UTC))
    return await questions.ask(database, checked)


async def every(database: Database) -> list[Question]:
    """Return all questions, newest first, whoever may see them."""
    keys = [each.key for each in await questions.outlines(database)]
    return [await questions.get(database, key) for key in keys]


async def close(database: Database, key: str) -> bool:
    """End voting on a question, as its operator can."""
    return await lifecycle.close(database, key, OPERATOR)


def new(
    text: str = "Tea or coffee?",
    choices: Sequence[str | NewChoice] = ("Tea", "Coffee"),
    **values: Any,
) -> NewQuestion:
    """Return a question that is not asked yet."""
    rules = {name: value for name, value in values.items() if name in RULES}
    if rules.get("max_choices", 1) != 1:
        rules.setdefault("method", "approval")  # by plurality a ballot marks one choice
    others = {name: value for name, value in values.items() if name not in RULES}
    lines = tuple(
        each if isinstance(each, NewChoice) else asking.choices([each])[0] for each in choices
    )
    return NewQuestion(text=text, choices=lines, rules=Rules(**rules), **others)


def question(**values: Any) -> Question:
    """Return a question as it might be read from the database."""
    rules = {name: values.pop(name) for name in tuple(values) if name in RULES}
    usual: dict[str, Any] = {
        "id": 1,
        "key": "1",
        "text": "Tea or coffee?",
        "description": None,
        "original_text": None,
        "opened_at": None,
        "pub_date": datetime(2026, 6, 5, 12, tzinfo=UTC),
        "close_date": None,
        "stopped_at": None,
        "closed_at": None,
        "reopened_at": None,
        "published_at": None,
        "zone": "UTC",
        "is_draft": False,
        "is_listed": True,
        "wants_listing": False,
        "rules": Rules(**rules),
        "ballot_count": 0,
        "vote_count": 0,
        "released_count": 0,
        "revision": 0,
        "version": 0,
        "lot_seed": None,
        "choices": (Choice(1, "Tea", 0), Choice(2, "Coffee", 0)),
    }
    return Question(**usual | values)
