from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.questions.log import OPERATOR
from polls.services import exports
from polls.services.questions import changes, deciding, questions
from tests import asking, calendars

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.db.engines.database import Database


async def at_once(call: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    return call(*args, **named)


async def test_calendar_is_stamped_with_the_last_change(database: Database) -> None:
    key = await asking.ask(
        database,
        choices=("2026-07-03", "2026-07-04"),
        method="availability",
        max_choices=None,
        highest=2,
        labels=("No", "If need be", "Yes"),
    )
    await asking.close(database, key)
    question = await questions.get(database, key)
    await deciding.decide(database, key, OPERATOR, [question.choices[0].id])

    agenda = await exports.events(database, key, "https://polls.test/poll/1", at_once)

    question = await questions.get(database, key)
    last = (await changes.history(database, question))[-1]
    first = calendars.read(exports.calendar(agenda))["events"][0]
    assert (first["stamp"], first["sequence"]) == (
        f"{last.at:%Y-%m-%dT%H:%M:%S}Z",
        question.revision,
    )
