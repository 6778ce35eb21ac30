from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bench import filling, ledgers
from polls.services.results import recounts
from polls.services.running import databases

if TYPE_CHECKING:
    from bench.stores import Store
    from polls.services.results.recounts import Recount
    from polls.settings import Settings


def recount(settings: Settings, key: str) -> Recount:
    async def ask() -> Recount:
        async with databases.opened(settings) as database:
            return await recounts.of(database, key)

    return asyncio.run(ask())


def test_ballots_that_are_filled_in_pass_a_recount(settings: Settings, store: Store) -> None:
    filling.add_ballots(store, 1_000)

    found = recount(settings, "1")
    assert found.differences == ()
    assert found.question.ballot_count == 1_000
    assert [choice.votes for choice in found.question.choices] == [334, 333, 333]
    assert len(set(ledgers.ballots(store, 0))) == 1_000


def test_choices_that_are_filled_in_are_on_the_ballot(settings: Settings, store: Store) -> None:
    filling.set_choices(store, 10)
    filling.add_ballots(store, 100)

    found = recount(settings, "1")
    assert found.differences == ()
    assert [choice.votes for choice in found.question.choices] == [10] * 10


def test_questions_that_are_filled_in_can_be_answered(settings: Settings, store: Store) -> None:
    filling.add_questions(store, 100)

    found = recount(settings, "1099")
    assert found.differences == ()
    assert [choice.text for choice in found.question.choices] == [
        "Not much",
        "The sky",
        "Just hacking again",
    ]
