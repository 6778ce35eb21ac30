"""Join codes on the real databases: unique, of open questions only, given back at the end."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from polls.db import join_codes as table
from polls.domain.errors import WrongJoinCodeError, WrongStageError
from polls.domain.questions.log import OPERATOR
from polls.services.questions import deletion, joining, lifecycle
from polls.services.running import housekeeping
from polls.settings import Settings
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.db.engines.database import Database


async def test_join_code_leads_to_its_question_and_stays_the_same(database: Database) -> None:
    keys = [await asking.ask(database) for _ in range(2)]

    codes = [await joining.show(database, key) for key in keys]

    assert [await joining.find(database, code) for code in codes] == keys
    assert [await joining.show(database, key) for key in keys] == codes
    assert [await joining.code_of(database, key) for key in keys] == codes


async def test_join_code_in_use_is_drawn_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = [await asking.ask(database) for _ in range(2)]
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))

    codes = [await joining.show(database, key) for key in (first, second)]

    assert codes == ["000007", "000008"]


async def test_join_code_asked_for_twice_at_once_is_one(database: Database) -> None:
    key = await asking.ask(database)

    codes = await asyncio.gather(*(joining.show(database, key) for _ in range(5)))

    assert len(set(codes)) == 1


async def test_join_code_is_for_open_questions_only(database: Database) -> None:
    closed = await asking.ask(database)
    await asking.close(database, closed)

    for key in (await asking.ask(database, is_draft=True), closed):
        with pytest.raises(WrongStageError):
            await joining.show(database, key)


async def test_join_code_of_a_question_that_ended_is_wrong_and_given_back(
    database: Database,
) -> None:
    closed, by_itself, deleted, lasting = [await asking.ask(database) for _ in range(4)]
    codes = [await joining.show(database, key) for key in (closed, by_itself, deleted, lasting)]

    await asking.close(database, closed)
    await ledgers.change(database, by_itself, close_date=datetime.now(UTC) - timedelta(seconds=1))
    await deletion.delete(database, deleted, OPERATOR, deleted)

    for code in codes[:3]:
        with pytest.raises(WrongJoinCodeError):
            await joining.find(database, code)
    await housekeeping.tidy(database, Settings())
    assert not await database.read(table.are_due, datetime.now(UTC))
    assert [await database.read(table.key_of, code) for code in codes] == [None] * 3 + [lasting]
    assert await joining.find(database, codes[3]) == lasting


async def test_join_code_works_again_when_the_end_is_taken_back(database: Database) -> None:
    key = await asking.ask(database)
    code = await joining.show(database, key)

    await lifecycle.stop(database, key, OPERATOR)
    await housekeeping.tidy(database, Settings())
    with pytest.raises(WrongJoinCodeError):
        await joining.find(database, code)
    await lifecycle.resume(database, key, OPERATOR)

    assert await joining.find(database, code) == key


async def test_join_code_that_is_hidden_leads_nowhere(database: Database) -> None:
    key = await asking.ask(database)
    code = await joining.show(database, key)

    await joining.hide(database, key)

    with pytest.raises(WrongJoinCodeError):
        await joining.find(database, code)
    assert await joining.code_of(database, key) is None
