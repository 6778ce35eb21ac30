from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from polls.db import questions
from polls.domain.ballots.ballots import Outcome
from polls.domain.errors import CannotWithdrawError, QuestionClosedError, WrongStageError
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import SECOND_THOUGHTS, Question, Stage
from polls.domain.questions.rules import Visibility
from polls.domain.questions.visibility import Role
from polls.live import Tallies
from polls.services.questions import changes, lifecycle, sealing
from polls.services.results import recounts, results
from polls.services.voters import ballots
from tests import asking, rows, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database

SECOND = timedelta(seconds=1)


async def vote(database: Database, box: BallotBox, key: str, voter: str) -> Outcome:
    choice = (await asked_now(database, key)).choices[0]
    return await voting.cast(box, key, [str(choice.id)], voter)


async def asked_now(database: Database, key: str) -> Question:
    """Return the question, after making sure that its counters are right."""
    recount = await recounts.of(database, key)
    assert recount.differences == ()
    return recount.question


async def stage(database: Database, key: str) -> Stage:
    return (await asked_now(database, key)).stage(datetime.now(UTC))


async def acts(database: Database, key: str) -> list[str]:
    entries = await changes.history(database, await asked_now(database, key))
    return [entry.act for entry in entries]


async def let_the_minute_pass(database: Database, key: str) -> None:
    past = datetime.now(UTC) - SECOND_THOUGHTS
    id_ = (await asked_now(database, key)).id
    await database.write(lambda connection: questions.change(connection, id_, stopped_at=past))


async def test_stop_takes_no_more_votes_and_shows_nothing_more(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, visibility=Visibility.CLOSED)
    await vote(database, box, key, "bob")

    await lifecycle.stop(database, key, OPERATOR)

    assert await stage(database, key) is Stage.ENDING
    with pytest.raises(QuestionClosedError):
        await vote(database, box, key, "charlie")
    assert await vote(database, box, key, "bob") is Outcome.SAME
    shown = await results.of(database, Tallies(), key, Role.SOMEBODY)
    assert (shown.result, shown.is_closed) == (None, False)
    assert shown.draw is not None
    assert shown.draw.seed is None


async def test_stop_lets_nobody_take_a_vote_back(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database)
    await vote(database, box, key, "bob")
    await lifecycle.stop(database, key, OPERATOR)

    with pytest.raises(CannotWithdrawError):
        await ballots.withdraw(box, key, "bob")

    assert (await asked_now(database, key)).vote_count == 1


async def test_stop_unmakes_nothing_until_the_minute_is_over(database: Database) -> None:
    key = await asking.ask(database)
    await lifecycle.stop(database, key, OPERATOR)

    is_done = await sealing.seal(database, key)
    due = await sealing.due(database)

    assert (is_done, due) == (False, [])
    assert await rows.network_key(database, key) is not None

    await let_the_minute_pass(database, key)

    assert await sealing.due(database) == [key]
    assert await sealing.seal(database, key)
    assert await rows.network_key(database, key) is None
    assert await stage(database, key) is Stage.CLOSED


async def test_resume_leaves_no_mark_but_in_the_log(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database)
    await vote(database, box, key, "bob")
    before = await asked_now(database, key)
    await lifecycle.stop(database, key, OPERATOR)

    await lifecycle.resume(database, key, OPERATOR)

    after = await asked_now(database, key)
    assert after.stage(datetime.now(UTC)) is Stage.OPEN
    assert (after.stopped_at, after.reopened_at, after.lot_seed) == (None, None, before.lot_seed)
    assert await vote(database, box, key, "charlie") is Outcome.NEW
    assert await acts(database, key) == ["closed", "resumed"]


async def test_stop_and_resume_pressed_twice_are_one_press(database: Database) -> None:
    key = await asking.ask(database)

    await lifecycle.stop(database, key, OPERATOR)
    await lifecycle.stop(database, key, OPERATOR)
    await lifecycle.resume(database, key, OPERATOR)
    await lifecycle.resume(database, key, OPERATOR)

    assert await acts(database, key) == ["closed", "resumed"]


async def test_resume_comes_too_late_after_a_minute(database: Database) -> None:
    key = await asking.ask(database)
    await lifecycle.stop(database, key, OPERATOR)
    await let_the_minute_pass(database, key)

    with refuses(WrongStageError, match="minute .* is over"):
        await lifecycle.resume(database, key, OPERATOR)


async def test_resume_comes_too_late_after_sealing_whatever_a_clock_says(
    database: Database,
) -> None:
    key = await asking.ask(database)
    await lifecycle.stop(database, key, OPERATOR)
    await let_the_minute_pass(database, key)
    await sealing.seal(database, key)
    now = datetime.now(UTC)  # as if the clock had been put back
    await database.write(
        lambda connection: questions.change(connection, int(key), stopped_at=now),
    )

    with refuses(WrongStageError, match="minute .* is over"):
        await lifecycle.resume(database, key, OPERATOR)


async def test_resume_comes_too_late_after_the_end_that_was_set(database: Database) -> None:
    key = await asking.ask(database)
    await lifecycle.stop(database, key, OPERATOR)
    past = datetime.now(UTC) - SECOND
    await database.write(
        lambda connection: questions.change(connection, int(key), close_date=past),
    )

    with refuses(WrongStageError, match="minute .* is over"):
        await lifecycle.resume(database, key, OPERATOR)


async def test_close_confirms_an_end_at_once(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, visibility=Visibility.CLOSED)
    await vote(database, box, key, "bob")
    await lifecycle.stop(database, key, OPERATOR)

    assert await lifecycle.close(database, key, OPERATOR)

    assert await stage(database, key) is Stage.CLOSED
    assert await rows.network_key(database, key) is None
    shown = await results.of(database, Tallies(), key, Role.SOMEBODY)
    assert shown.result is not None
    assert await acts(database, key) == ["closed", "confirmed"]


async def test_reopen_waits_for_an_end_that_is_in_force(database: Database) -> None:
    key = await asking.ask(database)
    await lifecycle.stop(database, key, OPERATOR)

    with refuses(WrongStageError, match="take that back first"):
        await lifecycle.reopen(database, key, OPERATOR)


async def test_votes_ends_and_second_thoughts_at_once_lose_nothing(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database)
    marks = [str((await asked_now(database, key)).choices[0].id)]

    async def cast(name: str) -> bool:
        try:
            await voting.cast(box, key, marks, name)
        except QuestionClosedError:
            return False
        return True

    async def change_minds() -> None:
        for _ in range(6):
            await lifecycle.stop(database, key, OPERATOR)
            await lifecycle.resume(database, key, OPERATOR)

    voters = [cast(f"voter {number}") for number in range(60)]
    *counted, _ = await asyncio.gather(*voters, change_minds())

    asked = await asked_now(database, key)  # whose counters agree with its ledger
    assert asked.vote_count == counted.count(True)
    assert (asked.stage(datetime.now(UTC)), asked.reopened_at) == (Stage.OPEN, None)
    assert await acts(database, key) == ["closed", "resumed"] * 6
