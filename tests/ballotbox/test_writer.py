from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from polls.ballotbox import Writer
from polls.db.engines.changes import Change
from polls.db.engines.engine import connect
from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.errors import QuestionNotFoundError, UnavailableError
from polls.services.questions import questions
from polls.services.results import recounts
from polls.settings import PostgresSettings, Settings
from tests import asking

if TYPE_CHECKING:
    from polls.db.engines.database import Database


@pytest.fixture
def announced() -> list[Change | None]:
    return []


@pytest.fixture
def writer(database: Database, announced: list[Change | None]) -> Writer:
    return Writer(database, announced.append)


@pytest.fixture
async def keys(database: Database) -> tuple[str, str]:
    """Two questions, with the choices 1 and 2, and 3 and 4."""
    first = await asking.ask(database, "Tea or coffee?", ["Tea", "Coffee"])
    return first, await asking.ask(database, "Milk?", ["Yes", "No"], is_listed=False)


async def test_writer_answers_in_the_order_of_the_batch(
    writer: Writer,
    keys: tuple[str, str],
) -> None:
    first, second = keys

    outcomes = await writer.write(
        [
            Ballot(first, (1,), "bob"),
            Ballot("99", (1,), "bob"),
            Ballot(second, (3,), "bob"),
            Ballot(second, (1,), "charlie"),
            Ballot(first, (1,), "bob"),
            Ballot(first, (2,), "bob"),
        ],
    )

    assert [each.name if isinstance(each, Outcome) else type(each) for each in outcomes] == [
        "NEW",
        QuestionNotFoundError,
        "NEW",
        InvalidSelectionError,
        "SAME",
        "CHANGED",
    ]


async def test_writer_announces_each_changed_question_once(
    writer: Writer,
    keys: tuple[str, str],
    announced: list[Change | None],
) -> None:
    await writer.write(
        [
            Ballot(key, (choice,), voter)
            for key, choice in zip(keys, (1, 3), strict=True)
            for voter in ("bob", "charlie")
        ],
    )

    assert set(announced) == {Change(key, 1) for key in keys}
    assert len(announced) == len(keys)


async def test_writer_announces_the_version_that_the_question_has_then(
    database: Database,
    writer: Writer,
    keys: tuple[str, str],
    announced: list[Change | None],
) -> None:
    for voter in ("bob", "charlie"):
        await writer.write([Ballot(keys[0], (1,), voter)])

    version = (await questions.find(database, keys[0], datetime.now(UTC))).version
    assert announced == [Change(keys[0], 1), Change(keys[0], version)]


async def test_writer_announces_nothing_where_nothing_changed(
    writer: Writer,
    keys: tuple[str, str],
    announced: list[Change | None],
) -> None:
    await writer.write([Ballot(keys[0], (1,), "bob")])
    announced.clear()

    await writer.write([Ballot(keys[0], (1,), "bob"), Ballot(keys[1], (99,), "bob")])

    assert announced == []


async def test_writer_raises_the_version_of_a_changed_question(
    database: Database,
    writer: Writer,
    keys: tuple[str, str],
) -> None:
    for choice in (1, 1, 2):
        await writer.write([Ballot(keys[0], (choice,), "bob")])

    versions = {each.key: each.version for each in await asking.every(database)}
    assert versions == {keys[0]: 2, keys[1]: 0}


async def test_writer_writes_the_whole_batch_or_nothing(
    database: Database,
    writer: Writer,
    keys: tuple[str, str],
    announced: list[Change | None],
) -> None:
    await database.write(
        Connection.execute,
        text("CREATE UNIQUE INDEX one_ballot_only ON ballot (question_id)"),
    )

    with pytest.raises(Exception, match=r"one_ballot_only|UNIQUE"):
        await writer.write([Ballot(keys[0], (1,), voter) for voter in ("bob", "charlie")])

    recount = await recounts.of(database, keys[0])
    assert (recount.ballots, recount.differences) == (0, ())
    assert announced == []


async def test_writer_says_that_the_database_is_away(unused_tcp_port: int) -> None:
    database = connect(Settings(postgres=PostgresSettings(host="127.0.0.1", port=unused_tcp_port)))
    announced: list[Change | None] = []

    with pytest.raises(UnavailableError):
        await Writer(database, announced.append).write([Ballot("1", (1,), "bob")])

    await database.close()
    assert announced == []


async def test_writer_logs_how_many_and_never_who_or_what(
    writer: Writer,
    keys: tuple[str, str],
) -> None:
    with capture_logs() as logs:
        await writer.write([Ballot(keys[0], (2,), "browser:bob")])

    (event,) = logs
    assert (event["event"], event["ballots"]) == ("batch_committed", 1)
    assert set(event) <= {"event", "log_level", "ballots", "recorded", "ms"}
