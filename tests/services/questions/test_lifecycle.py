from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from polls.db import questions
from polls.db.schema import invitation
from polls.domain.ballots.ballots import Outcome
from polls.domain.errors import (
    EditedMeanwhileError,
    QuestionClosedError,
    QuestionNotFoundError,
    TryOutEndedError,
    WrongStageError,
)
from polls.domain.questions.log import OPERATOR, Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Visibility
from polls.services.questions import changes, lifecycle
from polls.services.results import recounts
from tests import asking, rows, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question

MINUTE = timedelta(minutes=1)
FIRST = By(Actor.ORGANISER, 0)
"""An organiser whose page shows the question as it was asked."""


async def question(database: Database, key: str) -> Question:
    """Return the question, after making sure that its counters are right."""
    recount = await recounts.of(database, key)
    assert recount.differences == ()
    return recount.question


async def stage(database: Database, key: str) -> Stage:
    return (await question(database, key)).stage(datetime.now(UTC))


async def logged(database: Database, key: str) -> list[tuple[str, str]]:
    entries = await changes.history(database, await question(database, key))
    return [(entry.actor.value, entry.act) for entry in entries]


async def vote(box: BallotBox, key: str, voter: str, place: int = 0, database: Any = None) -> None:
    choice = (await question(database, key)).choices[place]
    await voting.cast(box, key, [str(choice.id)], voter)


# opening


async def test_open_lets_a_draft_be_voted_on_from_now_on(database: Database) -> None:
    key = await asking.ask(database, is_draft=True)
    before = datetime.now(UTC)

    await lifecycle.open_(database, key, FIRST)

    opened = await question(database, key)
    assert opened.stage(datetime.now(UTC)) is Stage.OPEN
    assert before <= opened.pub_date <= datetime.now(UTC)
    assert (opened.revision, opened.version) == (1, 1)
    assert await logged(database, key) == [("organiser", "opened")]


async def test_open_wipes_what_was_tried_out(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database)
    for voter in ("alice", "alice again"):
        await vote(box, key, voter, database=database)
    await vote(box, key, "alice", 1, database=database)
    await rows.invite(database, key, voted=1, others=1)
    await rows.meet(database, key, networks=2)
    await database.write(
        lambda connection: questions.change(connection, int(key), is_draft=True),
    )

    await lifecycle.open_(database, key, OPERATOR)

    opened = await question(database, key)
    counters = (opened.ballot_count, opened.vote_count, opened.released_count)
    assert counters == (0, 0, 0)
    assert [choice.votes for choice in opened.choices] == [0, 0]
    left = await rows.numbers(database)
    assert (left["ballot"], left["network"], left["invitation"]) == (0, 0, 2)
    assert await rows.column(database, invitation.c.has_voted) == [False, False]


async def test_open_leaves_the_ballots_of_others_alone(database: Database, box: BallotBox) -> None:
    other, draft = await asking.ask(database), await asking.ask(database, is_draft=True)
    await vote(box, other, "bob", database=database)
    await rows.invite(database, other, voted=1)
    await rows.meet(database, other, networks=1)

    await lifecycle.open_(database, draft, FIRST)

    assert (await question(database, other)).vote_count == 1
    left = await rows.numbers(database)
    assert (left["ballot"], left["network"]) == (1, 1)
    assert await rows.column(database, invitation.c.has_voted) == [True]


async def test_open_later_lets_it_open_by_itself(database: Database) -> None:
    key = await asking.ask(database, is_draft=True)
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    await lifecycle.open_(database, key, FIRST, tomorrow)

    assert await stage(database, key) is Stage.SCHEDULED
    assert (await question(database, key)).stage(tomorrow) is Stage.OPEN
    assert await logged(database, key) == [("organiser", "scheduled")]


async def test_open_brings_a_scheduled_question_forward(database: Database) -> None:
    key = await asking.ask(database, pub_date=datetime.now(UTC) + MINUTE)

    await lifecycle.open_(database, key, FIRST)

    assert await stage(database, key) is Stage.OPEN


async def test_open_wipes_nothing_of_what_is_open_or_was(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database)
    await vote(box, key, "bob", database=database)

    assert not await lifecycle.open_(database, key, FIRST)
    with refuses(WrongStageError, match="already begun, so its beginning cannot be changed"):
        await lifecycle.open_(database, key, FIRST, datetime.now(UTC) + MINUTE)

    assert (await question(database, key)).vote_count == 1
    await asking.close(database, key)
    with refuses(WrongStageError, match="has ended"):
        await lifecycle.open_(database, key, OPERATOR)
    assert (await question(database, key)).vote_count == 1


@pytest.mark.parametrize("opens", [None, 2 * MINUTE])
async def test_open_refuses_a_beginning_after_the_end(
    database: Database,
    opens: timedelta | None,
) -> None:
    now = datetime.now(UTC)
    end = now - MINUTE if opens is None else now + MINUTE
    began = now - 2 * MINUTE
    key = await asking.ask(database, is_draft=True, pub_date=began, close_date=end)

    with refuses(InvalidQuestionError, match="end before it begins"):
        await lifecycle.open_(database, key, FIRST, now + opens if opens else None)

    assert await stage(database, key) is Stage.DRAFT


async def test_open_refuses_a_time_in_the_past(database: Database) -> None:
    key = await asking.ask(database, is_draft=True)

    with refuses(InvalidQuestionError, match="is in the past"):
        await lifecycle.open_(database, key, FIRST, datetime.now(UTC) - MINUTE)


# closing


async def test_close_ends_voting_once(database: Database) -> None:
    key = await asking.ask(database)

    first, second = await asking.close(database, key), await asking.close(database, key)

    closed = await question(database, key)
    assert (first, second) == (True, False)
    assert closed.closed_at is not None
    assert (closed.revision, closed.version) == (1, 1)
    assert closed.is_closed(datetime.now(UTC) - timedelta(days=1)), "an act stays in force"
    assert await logged(database, key) == [("operator", "closed")]


async def test_close_keeps_the_moment_of_the_first_time(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)
    first = (await question(database, key)).closed_at

    await asking.close(database, key)

    assert (await question(database, key)).closed_at == first


async def test_close_says_that_a_question_ended_by_its_date(database: Database) -> None:
    past = datetime.now(UTC) - MINUTE
    key = await asking.ask(database, pub_date=past - MINUTE, close_date=past)

    assert not await asking.close(database, key)

    assert (await question(database, key)).closed_at == past
    assert await logged(database, key) == [("clock", "closed")]


async def test_close_ends_a_question_before_its_date(database: Database) -> None:
    key = await asking.ask(database, close_date=datetime.now(UTC) + MINUTE)

    assert await asking.close(database, key)


async def test_close_leaves_other_questions_open(database: Database) -> None:
    first, second = await asking.ask(database), await asking.ask(database)

    await asking.close(database, first)

    assert await stage(database, second) is Stage.OPEN


async def test_close_refuses_a_draft(database: Database) -> None:
    key = await asking.ask(database, is_draft=True)

    with refuses(WrongStageError, match="is a draft"):
        await asking.close(database, key)


async def test_close_says_when_there_is_no_such_question(database: Database) -> None:
    with pytest.raises(QuestionNotFoundError):
        await asking.close(database, "99")


async def test_end_at_moves_the_end_and_takes_it_away(database: Database) -> None:
    key = await asking.ask(database)
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    await lifecycle.end_at(database, key, FIRST, tomorrow)
    assert (await question(database, key)).close_date == tomorrow

    await lifecycle.end_at(database, key, OPERATOR, None)
    assert (await question(database, key)).close_date is None
    assert await logged(database, key) == [("organiser", "limited"), ("operator", "limited")]


async def test_end_at_refuses_what_cannot_be(database: Database) -> None:
    now = datetime.now(UTC)
    later = await asking.ask(database, pub_date=now + 2 * MINUTE)
    over = await asking.ask(database)
    await asking.close(database, over)

    with refuses(InvalidQuestionError, match="before it begins"):
        await lifecycle.end_at(database, later, FIRST, now + MINUTE)
    with refuses(InvalidQuestionError, match="is in the past"):
        await lifecycle.end_at(database, later, FIRST, now - MINUTE)
    with pytest.raises(WrongStageError):
        await lifecycle.end_at(database, over, OPERATOR, now + MINUTE)


# reopening and publishing


async def test_reopen_lets_voting_go_on_and_says_so(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)
    with pytest.raises(QuestionClosedError):
        await vote(box, key, "bob", database=database)

    await lifecycle.reopen(database, key, OPERATOR)

    await vote(box, key, "bob", database=database)
    reopened = await question(database, key)
    assert reopened.stage(datetime.now(UTC)) is Stage.OPEN
    assert reopened.reopened_at is not None
    assert reopened.vote_count == 1
    assert await logged(database, key) == [("operator", "closed"), ("operator", "reopened")]


async def test_reopen_counts_networks_with_a_new_key(database: Database) -> None:
    key = await asking.ask(database)
    before = await rows.network_key(database, key)
    await asking.close(database, key)
    between = await rows.network_key(database, key)

    await lifecycle.reopen(database, key, OPERATOR)

    after = await rows.network_key(database, key)
    assert between is None
    assert after is not None
    assert before != after


async def test_reopen_sets_a_new_end_or_none(database: Database) -> None:
    past = datetime.now(UTC) - MINUTE
    key = await asking.ask(database, pub_date=past - MINUTE, close_date=past)

    with refuses(InvalidQuestionError, match="is in the past"):
        await lifecycle.reopen(database, key, FIRST, past)
    await lifecycle.reopen(database, key, FIRST)

    assert (await question(database, key)).close_date is None


async def test_reopen_refuses_what_is_not_closed(database: Database) -> None:
    key = await asking.ask(database)

    with refuses(WrongStageError, match="is already open"):
        await lifecycle.reopen(database, key, FIRST)


async def test_publish_shows_what_was_kept_back_once(database: Database) -> None:
    key = await asking.ask(database, visibility=Visibility.ORGANISER)
    with refuses(WrongStageError, match="end voting first"):
        await lifecycle.publish(database, key, FIRST)
    await asking.close(database, key)

    await lifecycle.publish(database, key, OPERATOR)

    assert (await question(database, key)).published_at is not None
    with refuses(WrongStageError, match="already"):
        await lifecycle.publish(database, key, OPERATOR)


async def test_publish_refuses_what_everybody_sees_anyway(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)

    with refuses(WrongStageError, match="already"):
        await lifecycle.publish(database, key, OPERATOR)


# two at once


@pytest.mark.parametrize("act", [lifecycle.open_, lifecycle.close, lifecycle.reopen])
async def test_act_on_what_was_changed_meanwhile_changes_nothing(
    database: Database,
    act: Any,
) -> None:
    key = await asking.ask(database, is_draft=act is lifecycle.open_)
    if act is lifecycle.reopen:
        await asking.close(database, key)
    else:
        await lifecycle.end_at(database, key, FIRST, datetime.now(UTC) + MINUTE)
    before = await question(database, key)

    with pytest.raises(EditedMeanwhileError):
        await act(database, key, FIRST)

    assert await question(database, key) == before


async def test_of_two_tabs_at_once_one_is_told(database: Database) -> None:
    key = await asking.ask(database)
    moment = datetime.now(UTC) + MINUTE

    outcomes = await asyncio.gather(
        lifecycle.close(database, key, FIRST),
        lifecycle.end_at(database, key, FIRST, moment),
        return_exceptions=True,
    )

    assert [type(each) for each in outcomes].count(EditedMeanwhileError) == 1
    after = await question(database, key)
    assert after.revision == 1
    assert (after.closed_at is None) is (after.close_date == moment)
    assert len(await logged(database, key)) == 1


async def test_closing_against_reopening_ends_in_one_of_both(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)

    outcomes = await asyncio.gather(
        *(
            act(database, key, OPERATOR)
            for _ in range(5)
            for act in (lifecycle.close, lifecycle.reopen)
        ),
        return_exceptions=True,
    )

    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert all(isinstance(each, WrongStageError) for each in refused)
    is_open = await stage(database, key) is Stage.OPEN
    assert (await rows.network_key(database, key) is not None) is is_open


async def test_trying_out_against_opening_leaves_no_ballot(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, is_draft=True)
    tea = str((await question(database, key)).choices[0].id)

    async def try_out(number: int) -> object:
        return await voting.cast(box, key, [tea], f"alice {number}", is_trial=True)

    outcomes = await asyncio.gather(
        *map(try_out, range(5)),
        lifecycle.open_(database, key, OPERATOR),
        *map(try_out, range(5, 10)),
        return_exceptions=True,
    )

    found = await question(database, key)
    assert (found.vote_count, found.ballot_count) == (0, 0)
    assert outcomes[5] is True
    tried = [*outcomes[:5], *outcomes[6:]]
    assert all(each is Outcome.NEW or isinstance(each, TryOutEndedError) for each in tried)


async def test_try_out_that_comes_too_late_is_told_so(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, is_draft=True)
    tea = str((await question(database, key)).choices[0].id)
    await lifecycle.open_(database, key, OPERATOR)

    with refuses(TryOutEndedError, match="vote again"):
        await voting.cast(box, key, [tea], "alice", is_trial=True)

    assert await voting.cast(box, key, [tea], "alice") is Outcome.NEW
