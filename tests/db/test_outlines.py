"""Outlines: what a list of all questions shows, read in one statement."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.questions.questions import Stage
from polls.services.questions import questions
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.db.engines.database import Database


async def test_outlines_are_what_a_list_shows(database: Database) -> None:
    draft = await asking.ask(database, "Draft?", is_draft=True)
    key = await asking.ask(database, "Tea or coffee?", is_listed=False, wants_listing=True)
    await ledgers.append(database, key, (1,), (2,))

    first, second = await questions.outlines(database)

    now = datetime.now(UTC)
    assert (second.key, second.text, second.stage(now)) == (draft, "Draft?", Stage.DRAFT)
    assert (first.key, first.text, first.stage(now)) == (key, "Tea or coffee?", Stage.OPEN)
    assert (first.is_listed, first.wants_listing, first.has_choices) == (False, True, True)
    assert (first.vote_count, first.ballot_count) == (2, 2)
