from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.services.questions import questions, samples
from tests import asking

if TYPE_CHECKING:
    from polls.db.engines.database import Database


async def test_insert_makes_the_tutorials_question_the_first(database: Database) -> None:
    await samples.insert(database)

    question = await questions.find(database, "1", datetime.now(UTC))
    assert question.text == "What's new?"
    choices = [(choice.id, choice.text, choice.votes) for choice in question.choices]
    assert choices == [(1, "Not much", 0), (2, "The sky", 0), (3, "Just hacking again", 0)]


async def test_insert_lists_all_samples_the_tutorials_first(database: Database) -> None:
    inserted = await samples.insert(database)

    listing = await questions.latest(database, 1, datetime.now(UTC))
    assert inserted == len(samples.SAMPLES) == len(listing.questions)
    assert [question.text for question in listing.questions] == [
        sample.text for sample in samples.SAMPLES
    ]


async def test_insert_works_once(database: Database) -> None:
    first, second = await samples.insert(database), await samples.insert(database)

    assert (first, second) == (len(samples.SAMPLES), 0)
    assert len(await asking.every(database)) == first


async def test_insert_leaves_a_database_alone_that_is_in_use(database: Database) -> None:
    await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])

    assert await samples.insert(database) == 0
    assert [question.text for question in await asking.every(database)] == ["Tea or coffee?"]


async def test_insert_has_something_to_mark_to_rank_and_to_answer(database: Database) -> None:
    await samples.insert(database)

    asked = await asking.every(database)
    assert {question.rules.style for question in asked} == set(Style)
    dates = next(question for question in asked if question.rules.method == "availability")
    assert len(dates.choices) == len(samples.DAYS_AHEAD)
