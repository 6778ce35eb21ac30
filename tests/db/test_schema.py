from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, delete, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from polls.db.schema import ballot, choice, question

if TYPE_CHECKING:
    from sqlalchemy import Table

    from polls.db.engines.database import Database

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
QUESTION = {
    "question_text": "Tea or coffee?",
    "pub_date": NOON,
    "key": "1",
    "is_listed": True,
    "may_change": True,
    "credential_key": b"k" * 32,
}


def a_ballot(position: int, **values: Any) -> dict[str, Any]:
    return {
        "question_id": 1,
        "position": position,
        "selection": "[1]",
        "nonce": b"n" * 16,
        "key_hash": b"bob".ljust(32),
        "replaced_by": None,
        **values,
    }


async def write(database: Database, table: Table, *rows: dict[str, Any]) -> None:
    await database.write(Connection.execute, insert(table), list(rows))


async def count(database: Database, table: Table) -> int:
    found = await database.read(Connection.scalar, select(func.count()).select_from(table))
    assert isinstance(found, int)
    return found


@pytest.fixture
async def asked(database: Database) -> Database:
    """A database with one question and two choices."""
    await write(database, question, QUESTION)
    await write(
        database,
        choice,
        {"question_id": 1, "choice_text": "Tea", "ordinal": 0},
        {"question_id": 1, "choice_text": "Coffee", "ordinal": 1},
    )
    return database


async def test_constraints_have_the_tutorials_names(database: Database) -> None:
    def names(connection: Connection) -> dict[str, object]:
        inspector = inspect(connection)
        (choice_key,) = inspector.get_foreign_keys("choice")
        return {
            "question": inspector.get_pk_constraint("question")["name"],
            "choice": inspector.get_pk_constraint("choice")["name"],
            "ballot": inspector.get_pk_constraint("ballot")["name"],
            "choice to question": choice_key["name"],
            "deleting": choice_key["options"]["ondelete"],
            "ballot to question": inspector.get_foreign_keys("ballot"),
        }

    found = await database.read(names)

    assert found == {
        "question": "question_id_pkey",
        "choice": "choice_id_pkey",
        "ballot": "ballot_pkey",
        "choice to question": "choice_question_id_fkey",
        "deleting": "CASCADE",
        "ballot to question": [],
    }


async def test_tables_have_the_tutorials_columns(database: Database) -> None:
    def columns(connection: Connection) -> dict[str, dict[str, bool]]:
        inspector = inspect(connection)
        return {
            table: {each["name"]: each["nullable"] for each in inspector.get_columns(table)}
            for table in ("question", "choice")
        }

    found = await database.read(columns)

    of_question = {"id": False, "question_text": False, "pub_date": False}
    of_choice = {"id": False, "question_id": False, "choice_text": False, "votes": False}
    assert of_question.items() <= found["question"].items()
    assert of_choice.items() <= found["choice"].items()


async def test_ballots_have_no_time_address_or_agent(database: Database) -> None:
    def columns(connection: Connection) -> list[str]:
        return [column["name"] for column in inspect(connection).get_columns("ballot")]

    found = await database.read(columns)

    assert found == [
        "question_id",
        "position",
        "selection",
        "nonce",
        "key_hash",
        "replaced_by",
        "weight",
        "name",
    ]


async def test_deleting_a_question_deletes_its_choices(asked: Database) -> None:
    await write(asked, question, QUESTION | {"key": "2"})
    await write(asked, choice, {"question_id": 2, "choice_text": "Other", "ordinal": 0})

    await asked.write(Connection.execute, delete(question).where(question.c.id == 1))

    assert await count(asked, question) == 1
    assert await count(asked, choice) == 1


async def test_two_current_ballots_of_one_voter_are_refused(asked: Database) -> None:
    await write(asked, ballot, a_ballot(0))

    with pytest.raises(IntegrityError):
        await write(asked, ballot, a_ballot(1))

    assert await count(asked, ballot) == 1


async def test_many_replaced_ballots_of_one_voter_are_kept(asked: Database) -> None:
    await write(
        asked,
        ballot,
        a_ballot(0, replaced_by=1),
        a_ballot(1, replaced_by=2),
        a_ballot(2),
    )

    assert await count(asked, ballot) == 3


async def test_a_replaced_ballot_cannot_become_current_again(asked: Database) -> None:
    await write(asked, ballot, a_ballot(0, replaced_by=1), a_ballot(1))

    with pytest.raises(IntegrityError):
        await asked.write(Connection.execute, update(ballot).values(replaced_by=None))


async def test_the_same_hash_may_vote_on_two_questions(asked: Database) -> None:
    await write(asked, question, QUESTION | {"key": "2"})

    await write(asked, ballot, a_ballot(0), a_ballot(0, question_id=2))

    assert await count(asked, ballot) == 2


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (ballot, a_ballot(0, key_hash=b"charlie".ljust(32))),  # the position is taken
        (choice, {"question_id": 99, "choice_text": "Stray", "ordinal": 0}),
        (choice, {"question_id": 1, "choice_text": "Twin", "ordinal": 1}),
        (choice, {"question_id": 1, "choice_text": None, "ordinal": 2}),
        (question, QUESTION),  # the key is taken
    ],
)
async def test_rows_that_fit_nowhere_are_refused(
    asked: Database,
    table: Table,
    row: dict[str, Any],
) -> None:
    await write(asked, ballot, a_ballot(0))
    before = await count(asked, table)

    with pytest.raises(IntegrityError):
        await write(asked, table, row)

    assert await count(asked, table) == before


async def test_instants_come_back_in_utc(database: Database) -> None:
    in_india = datetime(2026, 6, 5, 17, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    await write(database, question, QUESTION | {"pub_date": in_india})

    found = await database.read(Connection.scalar, select(question.c.pub_date))

    assert isinstance(found, datetime)
    assert found == datetime(2026, 6, 5, 12, 0, 0, 123456, UTC)
    assert found.utcoffset() == timedelta(0)


async def test_instants_without_a_zone_are_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(StatementError, match="an instant needs a time zone"):
        await write(database, question, QUESTION | {"pub_date": naive})


async def test_instants_are_compared_as_instants(database: Database) -> None:
    later_in_auckland = datetime(2026, 6, 6, 0, 1, tzinfo=timezone(timedelta(hours=12)))
    await write(database, question, QUESTION)

    earlier = select(func.count()).where(question.c.pub_date < later_in_auckland)

    assert await database.read(Connection.scalar, earlier) == 1
