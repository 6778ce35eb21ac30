from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, delete, update

from polls.db.schema import ballot, choice, question
from polls.domain.errors import QuestionNotFoundError
from polls.presentation.results.differences import sentence
from polls.services.results import recounts
from tests import asking, voting

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database


@pytest.fixture
async def voted(database: Database, box: BallotBox) -> Database:
    """Question 1 with three votes for 1 and one for 2, of them one changed; question 2 with one."""
    await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])
    await asking.ask(database, "Milk?", ["Yes", "No"])
    for voter, mark in (("bob", 2), ("bob", 1), ("charlie", 1), ("dana", 1), ("alice", 2)):
        await voting.cast(box, "1", [str(mark)], f"browser:{voter}")
    await voting.cast(box, "2", ["3"], "browser:bob")
    return database


async def differences(database: Database) -> dict[str, tuple[str, ...]]:
    keys = await recounts.keys(database, None)
    return {
        key: tuple(map(sentence, (await recounts.of(database, key)).differences))
        for key in sorted(keys)
    }


async def test_recount_finds_every_counter_right(voted: Database) -> None:
    recount = await recounts.of(voted, "1")

    assert recount.differences == ()
    assert recount.ballots == 5
    assert [each.votes for each in recount.question.choices] == [3, 1]
    assert recount.question.ballot_count == 5


async def test_recount_of_an_unanswered_question_finds_nothing(database: Database) -> None:
    await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])

    recount = await recounts.of(database, "1")

    assert (recount.ballots, recount.differences) == (0, ())


async def test_recount_says_when_there_is_no_such_question(voted: Database) -> None:
    with pytest.raises(QuestionNotFoundError):
        await recounts.of(voted, "99")


async def test_recounts_are_of_one_or_all(voted: Database) -> None:
    assert await recounts.keys(voted, "1") == ["1"]
    assert sorted(await recounts.keys(voted, None)) == ["1", "2"]


async def test_recounts_are_of_none_where_there_are_none(database: Database) -> None:
    assert await recounts.keys(database, None) == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        pytest.param(
            update(choice).where(choice.c.id == 2).values(votes=7),
            ["“Coffee” shows 7, its ballots are 1"],
            id="a counter changed",
        ),
        pytest.param(
            update(choice).where(choice.c.id == 2).values(votes=-1),
            ["“Coffee” shows -1, its ballots are 1"],
            id="a counter below nothing",
        ),
        pytest.param(
            update(ballot)
            .where(ballot.c.question_id == 1, ballot.c.position == 4)
            .values(selection="[1]"),
            [
                "“Tea” shows 3, its ballots are 4",
                "“Coffee” shows 1, its ballots are 0",
            ],
            id="a mark changed",
        ),
        pytest.param(
            delete(ballot).where(ballot.c.question_id == 1, ballot.c.position == 2),
            [
                "“Tea” shows 3, its ballots are 2",
                "votes shown: 4; ballots that count: 3",
                "ballots in the ledger: 4; as it says: 5; its next position: 5",
            ],
            id="a ballot taken from the middle",
        ),
        pytest.param(
            delete(ballot).where(ballot.c.question_id == 1, ballot.c.position == 4),
            [
                "“Coffee” shows 1, its ballots are 0",
                "votes shown: 4; ballots that count: 3",
                "ballots in the ledger: 4; as it says: 5; its next position: 4",
            ],
            id="the last ballot taken",
        ),
        pytest.param(
            delete(ballot).where(ballot.c.question_id == 1, ballot.c.position == 0),
            ["ballots in the ledger: 4; as it says: 5; its next position: 5"],
            id="a replaced ballot taken",
        ),
        pytest.param(
            update(ballot)
            .where(ballot.c.question_id == 1, ballot.c.position == 4)
            .values(position=9),
            ["ballots in the ledger: 5; as it says: 5; its next position: 10"],
            id="a ballot moved",
        ),
        pytest.param(
            update(ballot)
            .where(ballot.c.question_id == 1, ballot.c.position == 4)
            .values(selection="[99]"),
            [
                "“Coffee” shows 1, its ballots are 0",
                "1 ballot names choice 99, which is not on the ballot",
            ],
            id="an unknown choice",
        ),
        pytest.param(
            update(ballot)
            .where(ballot.c.question_id == 1, ballot.c.position == 4)
            .values(replaced_by=3),
            ["“Coffee” shows 1, its ballots are 0", "votes shown: 4; ballots that count: 3"],
            id="a ballot marked as replaced",
        ),
        pytest.param(
            update(question).where(question.c.id == 1).values(vote_count=5),
            ["votes shown: 5; ballots that count: 4"],
            id="the number of votes changed",
        ),
        pytest.param(
            update(question).where(question.c.id == 1).values(ballot_count=4),
            ["ballots in the ledger: 5; as it says: 4; its next position: 5"],
            id="the length changed",
        ),
        pytest.param(
            delete(ballot).where(ballot.c.question_id == 1),
            [
                "“Tea” shows 3, its ballots are 0",
                "“Coffee” shows 1, its ballots are 0",
                "votes shown: 4; ballots that count: 0",
                "ballots in the ledger: 0; as it says: 5; its next position: 0",
            ],
            id="all ballots taken",
        ),
    ],
)
async def test_recount_finds_tampering(
    voted: Database,
    tampering: Executable,
    found: list[str],
) -> None:
    assert await differences(voted) == {"1": (), "2": ()}

    await voted.write(Connection.execute, tampering)

    assert await differences(voted) == {"1": tuple(found), "2": ()}
