from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, delete, select

from polls.db.schema import choice
from polls.db.schema import question as table
from polls.domain.errors import QuestionNotFoundError
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.request_errors import NoSuchPageError
from polls.domain.text.texts import TEXT_LENGTH
from polls.services.questions import questions
from tests import asking

if TYPE_CHECKING:
    from polls.db.engines.database import Database

NOW = datetime(2126, 6, 5, 12, tzinfo=UTC)  # no question is opened before by the real clock
MINUTE = timedelta(minutes=1)


async def ask(database: Database, text: str = "Tea or coffee?", **rules: Any) -> str:
    return await asking.ask(database, text, ["Tea", "Coffee"], **{"pub_date": NOW} | rules)


async def listed(database: Database, number: int = 1) -> list[str]:
    listing = await questions.latest(database, number, NOW)
    return [question.text for question in listing.questions]


async def test_ask_keeps_all_that_was_said(database: Database) -> None:
    key = await asking.ask(
        database,
        "  Tea or coffee? ☕ ",
        ["Tea", " Coffee\t"],
        pub_date=NOW,
        close_date=NOW + MINUTE,
        may_change=False,
        is_listed=True,
    )

    asked = await questions.find(database, key, NOW)
    assert asked.lot_seed is not None
    assert asked == asking.question(
        lot_seed=asked.lot_seed,
        text="Tea or coffee? ☕",
        pub_date=NOW,
        close_date=NOW + MINUTE,
        may_change=False,
    )


async def test_ask_publishes_at_once_and_open_ended_by_default(database: Database) -> None:
    before = datetime.now(UTC)

    key = await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])

    question = await questions.find(database, key, datetime.now(UTC))
    assert before <= question.pub_date <= datetime.now(UTC)
    assert (question.close_date, question.closed_at) == (None, None)
    assert (question.rules.may_change, question.is_listed) == (True, True)


async def test_ask_gives_listed_questions_their_number_for_a_key(database: Database) -> None:
    assert [await ask(database) for _ in range(3)] == ["1", "2", "3"]


async def test_ask_gives_unlisted_questions_a_key_that_cannot_be_guessed(
    database: Database,
) -> None:
    keys = [await ask(database, is_listed=False) for _ in range(5)]

    assert len(set(keys)) == 5
    for key in keys:
        assert len(key) == 12
        assert key.isascii()
        assert key.isalnum()
        assert not key[0].isdigit()
        assert (await questions.find(database, key, NOW)).key == key


async def test_ask_gives_each_question_a_secret_of_its_own(database: Database) -> None:
    for _ in range(2):
        await ask(database)

    def secrets(connection: Connection) -> list[bytes]:
        return list(connection.scalars(select(table.c.credential_key)))

    one, other = await database.read(secrets)
    assert one != other
    assert [len(one), len(other)] == [32, 32]


async def test_ask_keeps_texts_of_the_full_length(database: Database) -> None:
    text, tea, coffee = "💬" * TEXT_LENGTH, "🍵" * TEXT_LENGTH, "☕" * TEXT_LENGTH

    key = await asking.ask(database, text, [tea, coffee])

    question = await questions.find(database, key, datetime.now(UTC))
    assert question.text == text
    assert [each.text for each in question.choices] == [tea, coffee]


async def test_ask_keeps_many_choices_in_order(database: Database) -> None:
    choices = [f"Choice {number}" for number in range(500, 0, -1)]

    key = await asking.ask(database, "Which?", choices)

    question = await questions.find(database, key, datetime.now(UTC))
    assert [each.text for each in question.choices] == choices


async def test_ask_refuses_a_bad_question_and_adds_nothing(database: Database) -> None:
    with pytest.raises(InvalidQuestionError):
        await asking.ask(database, "", ["Tea", "Tea\0"])

    assert await asking.every(database) == []


async def test_ask_takes_instants_of_any_zone(database: Database) -> None:
    in_tokyo = NOW.astimezone(timezone(timedelta(hours=9)))

    key = await ask(database, pub_date=in_tokyo, close_date=in_tokyo + MINUTE)

    question = await questions.find(database, key, NOW)
    assert (question.pub_date, question.close_date) == (NOW, NOW + MINUTE)


async def test_find_shows_nothing_before_its_time(database: Database) -> None:
    key = await ask(database, pub_date=NOW + MINUTE)

    with pytest.raises(QuestionNotFoundError):
        await questions.find(database, key, NOW)

    assert (await questions.find(database, key, NOW + MINUTE)).key == key


async def test_find_shows_nothing_without_choices(database: Database) -> None:
    key = await ask(database)
    await database.write(Connection.execute, delete(choice))

    with pytest.raises(QuestionNotFoundError):
        await questions.find(database, key, NOW)


@pytest.mark.parametrize("key", ["2", "01", "1 ", "", "é", "9" * 5_000, "1' OR '1'='1"])
async def test_find_knows_exact_keys_only(database: Database, key: str) -> None:
    await ask(database)

    with pytest.raises(QuestionNotFoundError):
        await questions.find(database, key, NOW)


async def test_find_tells_keys_apart_by_case(database: Database) -> None:
    key = await ask(database, is_listed=False)

    with pytest.raises(QuestionNotFoundError):
        await questions.find(database, key.swapcase(), NOW)


async def test_latest_is_empty_at_first(database: Database) -> None:
    listing = await questions.latest(database, 1, NOW)

    assert listing == questions.QuestionsPage((), 1, is_last=True)


async def test_latest_lists_the_newest_first(database: Database) -> None:
    await ask(database, "Second", pub_date=NOW - 2 * MINUTE)
    await ask(database, "First", pub_date=NOW - MINUTE)
    await ask(database, "Third", pub_date=NOW - 3 * MINUTE)

    assert await listed(database) == ["First", "Second", "Third"]


async def test_latest_lists_the_later_asked_first_at_equal_dates(database: Database) -> None:
    for text in ("One", "Two", "Three"):
        await ask(database, text)

    assert await listed(database) == ["Three", "Two", "One"]


async def test_latest_leaves_out_what_may_not_be_seen(database: Database) -> None:
    await ask(database, "Shown")
    await ask(database, "Unlisted", is_listed=False)
    await ask(database, "Later", pub_date=NOW + MINUTE)
    empty = await ask(database, "Without choices")
    await database.write(
        Connection.execute,
        delete(choice).where(choice.c.question_id == int(empty)),
    )

    assert await listed(database) == ["Shown"]


async def test_latest_lists_closed_questions(database: Database) -> None:
    await asking.close(database, await ask(database, "Over"))

    assert await listed(database) == ["Over"]


async def test_latest_gives_pages_of_ten(database: Database) -> None:
    for number in range(21):
        await ask(database, f"Question {number}", pub_date=NOW - number * MINUTE)

    pages = [await questions.latest(database, number, NOW) for number in (1, 2, 3)]

    assert [len(page.questions) for page in pages] == [10, 10, 1]
    assert [page.is_last for page in pages] == [False, False, True]
    texts = [question.text for page in pages for question in page.questions]
    assert texts == [f"Question {number}" for number in range(21)]
    assert all(len(question.choices) == 2 for page in pages for question in page.questions)


async def test_latest_fills_the_last_page_to_the_brim(database: Database) -> None:
    for _ in range(10):
        await ask(database)

    assert (await questions.latest(database, 1, NOW)).is_last
    with pytest.raises(NoSuchPageError):
        await questions.latest(database, 2, NOW)


@pytest.mark.parametrize("number", [2, 1_000_000])
async def test_latest_has_no_page_past_the_end(database: Database, number: int) -> None:
    await ask(database)

    with pytest.raises(NoSuchPageError):
        await questions.latest(database, number, NOW)


async def test_every_lists_also_what_people_cannot_see(database: Database) -> None:
    await ask(database, "Shown", pub_date=NOW - MINUTE)
    await ask(database, "Unlisted", is_listed=False)
    await ask(database, "Later", pub_date=NOW + MINUTE)
    await database.write(Connection.execute, delete(choice))

    found = await asking.every(database)

    assert [question.text for question in found] == ["Later", "Unlisted", "Shown"]
