from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from polls.db import deletions
from polls.db.schema import deleted_question, question
from polls.domain.errors import EditedMeanwhileError, PollsError, QuestionDeletedError
from polls.domain.questions.log import OPERATOR, Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.services.questions import deletion, lifecycle, organisers, questions
from polls.services.results import recounts
from polls.services.running import databases, housekeeping
from polls.settings import Settings
from tests import asking, rows, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database

FIRST = By(Actor.ORGANISER, 0)
NOTHING = dict.fromkeys(
    ("question", "ballot", "choice", "invitation", "network", "log_entry", "record", "record_tile"),
    0,
)


async def fill(database: Database, box: BallotBox, key: str, voters: int = 3) -> None:
    """Give a question everything that a question can have."""
    found = (await recounts.of(database, key)).question
    mark = str(found.choices[0].id)
    await asyncio.gather(
        *(voting.cast(box, key, [mark], f"voter {number}") for number in range(voters)),
    )
    await rows.invite(database, key, voted=1, others=1)
    await rows.meet(database, key, networks=1)
    await lifecycle.end_at(database, key, OPERATOR, datetime.now(UTC) + timedelta(days=1))


async def test_delete_leaves_nothing_but_a_key(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, is_listed=False)
    await fill(database, box, key)
    before = await rows.numbers(database)
    assert [name for name in NOTHING if not before[name]] == ["record", "record_tile"]  # it is open

    await deletion.delete(database, key, OPERATOR, key)

    assert await rows.numbers(database) == {**NOTHING, "deleted_question": 1}
    assert await rows.column(database, deleted_question.c.key) == [key]


async def test_delete_leaves_other_questions_alone(database: Database, box: BallotBox) -> None:
    key, other = await asking.ask(database), await asking.ask(database)
    await fill(database, box, other)
    before = await rows.numbers(database)

    await deletion.delete(database, key, OPERATOR, key)

    after = await rows.numbers(database)
    assert after["ballot"] == before["ballot"] == 3
    assert (await recounts.of(database, other)).differences == ()


async def test_deleted_question_is_told_from_one_that_never_was(database: Database) -> None:
    key = await asking.ask(database, is_listed=False)

    await deletion.delete(database, key, OPERATOR, key)

    now = datetime.now(UTC)
    for find in (
        questions.find(database, key, now),
        organisers.find(database, key, "secret"),
        recounts.of(database, key),
        lifecycle.close(database, key, OPERATOR),
        deletion.delete(database, key, OPERATOR, key),
    ):
        with pytest.raises(QuestionDeletedError):
            await find
    assert await asking.every(database) == []


@pytest.mark.parametrize("typed", ["", "Coffee", "Tea or coffee", "2", "1 2"])
async def test_delete_wants_the_question_or_its_key_typed(database: Database, typed: str) -> None:
    key = await asking.ask(database)

    with refuses(InvalidQuestionError, match="neither"):
        await deletion.delete(database, key, FIRST, typed)

    assert (await questions.find(database, key, datetime.now(UTC))).key == key


@pytest.mark.parametrize("typed", ["Tea or coffee?", "  tea OR  coffee? ", "1", " 1 "])
async def test_delete_takes_the_text_as_people_type_it(database: Database, typed: str) -> None:
    await asking.ask(database, "Tea or  coffee?")

    await deletion.delete(database, "1", FIRST, typed)

    assert (await rows.numbers(database))["question"] == 0


async def test_delete_does_nothing_after_a_change(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)

    with pytest.raises(EditedMeanwhileError):
        await deletion.delete(database, key, FIRST, key)

    assert (await rows.numbers(database))["question"] == 1


async def test_deleted_key_is_never_given_again(database: Database) -> None:
    keys = [await asking.ask(database) for _ in range(3)]
    for key in keys[1:]:
        await deletion.delete(database, key, OPERATOR, key)

    assert await asking.ask(database) == "4"


async def test_delete_of_a_long_ledger_is_finished_in_chunks(
    database: Database,
    box: BallotBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deletions, "CHUNK", 2)
    monkeypatch.setattr(deletion, "CHUNKS_AT_ONCE", 2)
    key = await asking.ask(database)
    await fill(database, box, key, voters=7)

    await deletion.delete(database, key, OPERATOR, key)

    left = await rows.numbers(database)
    assert (left["ballot"], left["question"]) == (3, 1), "the rest waits for the housekeeper"
    with pytest.raises(QuestionDeletedError):
        await questions.find(database, key, datetime.now(UTC))
    assert await asking.every(database) == []
    assert await housekeeping.tidy(database, Settings()) == housekeeping.Done(sealed=0, deleted=1)
    assert await rows.numbers(database) == {**NOTHING, "deleted_question": 1}


async def test_deletion_that_was_interrupted_is_finished_by_several_at_once(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deletion, "CHUNKS_AT_ONCE", 0)
    async with databases.opened(settings) as one, databases.opened(settings) as other:
        for _ in range(3):
            key = await asking.ask(one)
            await deletion.delete(one, key, OPERATOR, key)
        assert len(await rows.column(one, question.c.id)) == 3

        await asyncio.gather(*(deletion.finish(each) for each in (one, other)))

        assert await rows.column(one, question.c.id) == []


async def test_voting_against_deleting_leaves_no_ballot_behind(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database)
    mark = str((await questions.find(database, key, datetime.now(UTC))).choices[0].id)

    outcomes = await asyncio.gather(
        *(voting.cast(box, key, [mark], f"voter {number}") for number in range(20)),
        deletion.delete(database, key, OPERATOR, key),
        *(voting.cast(box, key, [mark], f"late {number}") for number in range(20)),
        return_exceptions=True,
    )

    assert all(isinstance(each, PollsError) or each is None or each for each in outcomes)
    assert await rows.numbers(database) == {**NOTHING, "deleted_question": 1}


# retention


async def kept_for(database: Database, days: float) -> str:
    ended = datetime.now(UTC) - timedelta(days=days)
    return await asking.ask(database, pub_date=ended - timedelta(days=1), close_date=ended)


async def test_housekeeper_deletes_what_was_kept_for_long_enough(database: Database) -> None:
    kept, old = await kept_for(database, 29.9), await kept_for(database, 30.1)
    still_open = await asking.ask(database, pub_date=datetime(2020, 1, 1, tzinfo=UTC))
    draft = await asking.ask(database, is_draft=True, pub_date=datetime(2020, 1, 1, tzinfo=UTC))

    done = await housekeeping.tidy(database, Settings(retention_days=30))

    assert done.deleted == 1
    assert {each.key for each in await asking.every(database)} == {kept, still_open, draft}
    with pytest.raises(QuestionDeletedError):
        await recounts.of(database, old)


async def test_housekeeper_deletes_nothing_by_itself_unless_told(database: Database) -> None:
    key = await kept_for(database, 10_000)

    assert (await housekeeping.tidy(database, Settings())).deleted == 0

    assert [each.key for each in await asking.every(database)] == [key]


async def test_purge_leaves_a_question_alone_that_was_reopened(database: Database) -> None:
    key = await kept_for(database, 31)
    assert await deletion.overdue(database, 30) == [key]
    await lifecycle.reopen(database, key, OPERATOR)

    assert not await deletion.purge(database, key, 30)

    assert (await rows.numbers(database))["question"] == 1
