from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from polls.ballotbox import BallotBox, Writer
from polls.db.schema import ballot
from polls.domain.ballots.ballots import Outcome
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.errors import (
    AlreadyVotedError,
    MalformedBallotError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionNotFoundError,
)
from polls.services.questions import questions
from polls.services.results import recounts
from polls.services.voters import ballots
from tests import asking, voting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question
    from polls.services.results.differences import Difference

HOUR = timedelta(hours=1)


async def tea_or_coffee(database: Database, **rules: Any) -> str:
    return await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"], **rules)


async def found(database: Database, key: str) -> Question:
    return await questions.find(database, key, datetime.now(UTC))


async def votes(database: Database, key: str) -> list[int]:
    return [choice.votes for choice in (await found(database, key)).choices]


async def differences(database: Database, key: str) -> tuple[Difference, ...]:
    return (await recounts.of(database, key)).differences


async def ledger(database: Database) -> list[tuple[int, str, int | None]]:
    def look(connection: Connection) -> list[tuple[int, str, int | None]]:
        columns = (ballot.c.position, ballot.c.selection, ballot.c.replaced_by)
        rows = connection.execute(select(*columns).order_by(ballot.c.position))
        return [(row[0], row[1], row[2]) for row in rows]

    return await database.read(look)


async def test_cast_counts_a_ballot_once_however_often_it_comes(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)

    outcomes = [await voting.cast(box, key, ["1"], "browser:bob") for _ in range(3)]

    assert outcomes == [Outcome.NEW, Outcome.SAME, Outcome.SAME]
    assert await votes(database, key) == [1, 0]
    assert await ledger(database) == [(0, "[1]", None)]


async def test_cast_counts_a_crowd_with_one_credential_once(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)

    outcomes = await asyncio.gather(
        *(voting.cast(box, key, ["2"], "browser:bob") for _ in range(50)),
    )

    assert Counter(outcomes) == {Outcome.NEW: 1, Outcome.SAME: 49}
    assert await votes(database, key) == [0, 1]


async def test_cast_changes_a_vote_and_keeps_the_old_ballot(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)
    await voting.cast(box, key, ["1"], "browser:bob")

    outcome = await voting.cast(box, key, ["2"], "browser:bob")

    assert outcome is Outcome.CHANGED
    assert await votes(database, key) == [0, 1]
    assert await ledger(database) == [(0, "[1]", 1), (1, "[2]", None)]
    assert await differences(database, key) == ()


async def test_cast_changes_a_vote_back_and_forth_in_one_batch(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)
    await voting.cast(box, key, ["1"], "browser:bob")

    outcomes = await asyncio.gather(
        *(voting.cast(box, key, [mark], "browser:bob") for mark in ("2", "1", "2", "1")),
    )

    assert outcomes == [Outcome.CHANGED] * 4
    assert await votes(database, key) == [1, 0]
    assert (await found(database, key)).ballot_count == 5
    assert await differences(database, key) == ()


async def test_cast_refuses_a_change_of_a_final_vote(database: Database, box: BallotBox) -> None:
    key = await tea_or_coffee(database, may_change=False)
    await voting.cast(box, key, ["1"], "browser:bob")

    with pytest.raises(AlreadyVotedError):
        await voting.cast(box, key, ["2"], "browser:bob")

    assert await voting.cast(box, key, ["1"], "browser:bob") is Outcome.SAME
    assert await votes(database, key) == [1, 0]


async def test_cast_refuses_whoever_comes_after_the_end(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)
    await voting.cast(box, key, ["1"], "browser:bob")
    await asking.close(database, key)

    with pytest.raises(QuestionClosedError):
        await voting.cast(box, key, ["1"], "browser:charlie")
    with pytest.raises(QuestionClosedError):
        await voting.cast(box, key, ["2"], "browser:bob")

    assert await voting.cast(box, key, ["1"], "browser:bob") is Outcome.SAME
    assert await votes(database, key) == [1, 0]


async def test_cast_refuses_from_the_close_date_on(database: Database, box: BallotBox) -> None:
    now = datetime.now(UTC)
    over = await tea_or_coffee(database, pub_date=now - 2 * HOUR, close_date=now - HOUR)
    still_open = await tea_or_coffee(database, close_date=now + HOUR)

    with pytest.raises(QuestionClosedError):
        await voting.cast(box, over, ["1"], "browser:charlie")

    assert await voting.cast(box, still_open, ["3"], "browser:bob") is Outcome.NEW


@pytest.mark.parametrize(
    ("marks", "refusal"),
    [
        ([], InvalidSelectionError),
        ([""], InvalidSelectionError),
        (["1", "2"], InvalidSelectionError),
        (["3"], InvalidSelectionError),  # a choice of another question
        (["99"], InvalidSelectionError),
        (["9223372036854775807"], InvalidSelectionError),
        (["9999999999999999999"], InvalidSelectionError),  # more than 64 bits
        (["9" * 5_000], InvalidSelectionError),
        (["tea"], MalformedBallotError),
        (["t" * 5_000], MalformedBallotError),
        (["-1"], MalformedBallotError),
        (["1\0"], MalformedBallotError),
    ],
)
async def test_cast_counts_nothing_of_a_bad_ballot(
    database: Database,
    box: BallotBox,
    marks: list[str],
    refusal: type[PollsError],
) -> None:
    key = await tea_or_coffee(database)
    other = await tea_or_coffee(database)

    with pytest.raises(refusal):
        await voting.cast(box, key, marks, "browser:charlie")

    assert await ledger(database) == []
    assert await votes(database, key) == [0, 0]
    assert await votes(database, other) == [0, 0]


@pytest.mark.parametrize("key", ["99", "nosuchquestn", "0", "9" * 20, "ü", ""])
async def test_cast_refuses_an_unknown_question(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    await tea_or_coffee(database)

    with pytest.raises(QuestionNotFoundError):
        await voting.cast(box, key, ["1"], "browser:charlie")

    assert await ledger(database) == []


async def test_cast_refuses_a_question_whose_time_has_not_come(
    database: Database,
    box: BallotBox,
) -> None:
    for is_listed, refusal in ((True, QuestionNotFoundError), (False, NotYetOpenError)):
        to_come = datetime.now(UTC) + HOUR
        key = await tea_or_coffee(database, pub_date=to_come, is_listed=is_listed)

        with pytest.raises(refusal):
            await voting.cast(box, key, ["1"], "browser:charlie")


async def test_cast_refuses_one_ballot_of_a_batch_alone(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)

    bob, charlie, dana = await asyncio.gather(
        voting.cast(box, key, ["1"], "browser:bob"),
        voting.cast(box, key, ["99"], "browser:charlie"),
        voting.cast(box, key, ["2"], "browser:dana"),
        return_exceptions=True,
    )

    assert [bob, type(charlie), dana] == [Outcome.NEW, InvalidSelectionError, Outcome.NEW]
    assert await votes(database, key) == [1, 1]


async def test_cast_counts_two_hundred_voters_at_once(database: Database, box: BallotBox) -> None:
    first = await tea_or_coffee(database)
    second = await tea_or_coffee(database, is_listed=False)
    votes_cast = [(first, "1"), (first, "2"), (second, "3"), (second, "3")] * 50

    outcomes = await asyncio.gather(
        *(
            voting.cast(box, key, [mark], f"browser:{number}")
            for number, (key, mark) in enumerate(votes_cast)
        ),
    )

    assert outcomes == [Outcome.NEW] * 200
    assert await votes(database, first) == [50, 50]
    assert await votes(database, second) == [100, 0]
    assert await differences(database, first) == await differences(database, second) == ()


async def test_cast_from_two_boxes_at_once_counts_all(
    database: Database,
    box: BallotBox,
) -> None:
    # Two processes on one PostgreSQL database; on SQLite the write lock serves commands.
    other = BallotBox(Writer(database, announce=lambda _key: None).write)
    running = asyncio.create_task(other.run())
    key = await tea_or_coffee(database)

    outcomes = await asyncio.gather(
        *(
            voting.cast(each, key, [str(1 + number % 2)], f"browser:{number}")
            for number in range(30)
            for each in (box, other)
        ),
    )

    other.drain()
    await running
    assert Counter(outcomes) == {Outcome.NEW: 30, Outcome.SAME: 30}
    assert await votes(database, key) == [15, 15]
    assert await differences(database, key) == ()


async def test_cast_does_not_write_ballots_in_the_order_they_came(
    database: Database,
    box: BallotBox,
) -> None:
    choices = [f"Choice {number}" for number in range(60)]
    key = await asking.ask(database, "Which?", choices)

    await asyncio.gather(
        *(voting.cast(box, key, [str(number)], f"browser:{number}") for number in range(1, 61)),
    )

    rows = await ledger(database)
    assert [position for position, _, _ in rows] == list(range(60))
    in_order = [f"[{number}]" for number in range(1, 61)]
    assert sorted(selection for _, selection, _ in rows) == sorted(in_order)
    assert [selection for _, selection, _ in rows] != in_order


async def test_cast_keeps_nothing_that_names_the_voter(
    database: Database,
    box: BallotBox,
) -> None:
    first, second = await tea_or_coffee(database), await tea_or_coffee(database)
    for key, mark in ((first, "1"), (second, "3")):
        await voting.cast(box, key, [mark], "browser:bob")

    def rows(connection: Connection) -> list[dict[str, Any]]:
        return [dict(row._mapping) for row in connection.execute(select(ballot))]

    one, other = await database.read(rows)
    assert "bob" not in repr((one, other))
    assert one["key_hash"] != other["key_hash"]
    assert one["nonce"] != other["nonce"]
    assert [len(one["key_hash"]), len(one["nonce"])] == [32, 16]


async def test_standing_is_what_the_voter_has_on_record(
    database: Database,
    box: BallotBox,
) -> None:
    key = await tea_or_coffee(database)
    await voting.cast(box, key, ["1"], "browser:bob")

    async def standing(credential: str) -> tuple[Selection | None, int]:
        found = await ballots.standing(database, key, credential)
        assert found is not None
        assert found.change.key == key
        return found.selection, found.change.version

    assert await standing("browser:bob") == ((1,), 1)
    assert await standing("browser:charlie") == (None, 1)
    await voting.cast(box, key, ["2"], "browser:bob")
    assert await standing("browser:bob") == ((2,), 2)
    assert await ballots.standing(database, "99", "browser:bob") is None
