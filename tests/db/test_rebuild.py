from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, select

from polls.db.schema import choice, question
from polls.services.questions import samples
from tests import asking

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database


def copy_question(connection: Connection) -> None:
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("question", recreate="always"):
        pass


def rows(connection: Connection) -> tuple[int, ...]:
    counts = (select(func.count()).select_from(table) for table in (question, choice))
    return tuple(connection.execute(count).scalar_one() for count in counts)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_rebuild_of_a_table_keeps_what_refers_to_it(database: Database) -> None:
    await samples.insert(database)
    before = await database.read(rows)

    await database.rebuild(copy_question)

    assert await database.read(rows) == before
    key = await asking.ask(database, "Still there?", ["Yes", "No"])
    assert len(await database.read(lambda c: c.execute(select(choice)).all())) == before[1] + 2
    assert key == str(before[0] + 1)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_rebuild_that_breaks_a_reference_is_undone(database: Database) -> None:
    await samples.insert(database)
    before = await database.read(rows)

    with pytest.raises(LookupError):
        await database.rebuild(lambda connection: connection.execute(question.delete()))

    assert await database.read(rows) == before


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
async def test_postgres_commits_for_good_whatever_the_server_prefers(database: Database) -> None:
    shown = await database.read(
        lambda connection: connection.exec_driver_sql("SHOW synchronous_commit").scalar_one(),
    )

    assert shown == "on"
