"""A question that was open stays open when the clock is put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from polls.domain.errors import NotYetOpenError, QuestionNotFoundError, WrongStageError
from polls.domain.questions.log import OPERATOR
from polls.services.questions import lifecycle, questions
from polls.services.running import housekeeping
from polls.settings import Settings
from tests import asking, ledgers, voting

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question

HOUR = timedelta(hours=1)


async def put_the_clock_back(database: Database, key: str) -> None:
    """Let a question begin in an hour, which it does when the clock is put back by an hour."""
    await ledgers.change(database, key, pub_date=datetime.now(UTC) + HOUR)


async def found(database: Database, key: str) -> Question:
    return await questions.find(database, key, datetime.now(UTC))


@pytest.mark.parametrize("is_draft", [False, True])
async def test_question_that_somebody_opened_stays_open(
    database: Database,
    box: BallotBox,
    *,
    is_draft: bool,
) -> None:
    key = await asking.ask(database, is_draft=is_draft)
    await lifecycle.open_(database, key, OPERATOR)
    await put_the_clock_back(database, key)

    await voting.cast(box, key, ["1"], "browser:Bob")
    was_closed = await lifecycle.open_(database, key, OPERATOR)  # which would wipe what was tried
    listing = await questions.latest(database, 1, datetime.now(UTC))

    assert not was_closed
    assert (await found(database, key)).vote_count == 1
    assert [each.key for each in listing.questions] == [key]


async def test_question_that_the_clock_opened_stays_open(database: Database) -> None:
    key = await asking.ask(database, pub_date=datetime.now(UTC) + HOUR)
    before = datetime.now(UTC) - HOUR
    await ledgers.change(database, key, pub_date=before)
    version = (await found(database, key)).version

    await housekeeping.tidy(database, Settings())
    noted = await found(database, key)
    await put_the_clock_back(database, key)

    assert (noted.opened_at, noted.version) == (before, version)
    assert (await found(database, key)).opened_at == before


async def test_question_whose_time_has_not_come_stays_unknown(
    database: Database,
    box: BallotBox,
) -> None:
    listed = await asking.ask(database, pub_date=datetime.now(UTC) + HOUR)
    hidden = await asking.ask(database, pub_date=datetime.now(UTC) + HOUR, is_listed=False)
    draft = await asking.ask(database, is_draft=True)

    await housekeeping.tidy(database, Settings())

    for key in (listed, draft):
        with pytest.raises(QuestionNotFoundError):
            await found(database, key)
    with pytest.raises(NotYetOpenError):
        await voting.cast(box, hidden, ["3"], "browser:Bob")
    assert (await questions.latest(database, 1, datetime.now(UTC))).questions == ()


async def test_question_that_is_to_open_later_after_all_was_never_open(
    database: Database,
) -> None:
    key = await asking.ask(database, is_draft=True, is_listed=False)
    await lifecycle.open_(database, key, OPERATOR, datetime.now(UTC) + HOUR)
    await lifecycle.open_(database, key, OPERATOR, datetime.now(UTC) + 2 * HOUR)

    with pytest.raises(NotYetOpenError):
        await found(database, key)
    await lifecycle.open_(database, key, OPERATOR)

    with pytest.raises(WrongStageError):
        await lifecycle.open_(database, key, OPERATOR, datetime.now(UTC) + HOUR)
