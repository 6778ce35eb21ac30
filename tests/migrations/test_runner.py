from __future__ import annotations

import asyncio
import io
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from polls import migrations
from polls.db.engines.engine import connect
from polls.db.schema import metadata
from polls.domain.start_errors import StartError
from polls.migrations import runner
from polls.presentation.refusals import sentence
from tests.postgres import session
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.db.engines.database import Database
    from polls.settings import Settings

HEAD = "0010"


@pytest.fixture
async def empty(empty_settings: Settings) -> AsyncIterator[Database]:
    database = connect(empty_settings)
    yield database
    await database.close()


def tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())


def definitions(connection: Connection) -> set[tuple[Any, ...]]:
    """Return all that the database itself knows of the tables, as it would write them."""
    if connection.dialect.name == "sqlite":
        statements = "SELECT name, tbl_name, sql FROM sqlite_schema"
        return {
            (name, table, *sorted(_parts(sql or "")))
            for name, table, sql in connection.execute(text(statements))
            if table != "alembic_version"
        }
    found = {tuple(row) for query in _POSTGRES for row in connection.execute(text(query))}
    return {row for row in found if "alembic_version" not in row}


def _parts(sql: str) -> list[str]:
    return " ".join(sql.replace('"', "").split()).replace(" )", ")").split(", ")


_POSTGRES = (
    """
    SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length,
           is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


def test_history_has_one_head() -> None:
    script = ScriptDirectory.from_config(runner._config())

    assert script.get_heads() == [HEAD]
    assert script.get_bases() == ["0001"]


def test_history_tells_what_each_step_does() -> None:
    script = ScriptDirectory.from_config(runner._config())

    for step in script.walk_revisions():
        assert step.doc.endswith("."), step.path


async def test_upgrade_makes_the_tables(empty: Database) -> None:
    await migrations.upgrade(empty)

    assert await empty.read(tables) == [
        "alembic_version",
        "ballot",
        "choice",
        "deleted_question",
        "invitation",
        "join_code",
        "log_entry",
        "network",
        "question",
        "record",
        "record_tile",
        "signing_key",
    ]
    assert await migrations.compare(empty) == migrations.Difference(HEAD, HEAD)


async def test_upgrade_goes_down_and_up_again(empty: Database) -> None:
    await migrations.upgrade(empty)
    first = await empty.read(definitions)

    await migrations.upgrade(empty, "base")
    nothing = await empty.read(tables)
    await migrations.upgrade(empty)

    assert nothing == ["alembic_version"]
    assert await empty.read(definitions) == first


async def test_upgrade_of_current_tables_changes_nothing(database: Database) -> None:
    before = await database.read(definitions)

    await migrations.upgrade(database)

    assert await database.read(definitions) == before


async def test_upgrade_by_two_programs_at_once_works_once(empty_settings: Settings) -> None:
    first, second = connect(empty_settings), connect(empty_settings)

    await asyncio.gather(migrations.upgrade(first), migrations.upgrade(second))

    assert (await migrations.compare(first)).is_none
    await first.close()
    await second.close()


async def test_tables_are_those_of_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    assert await database.read(differences) == []


async def test_tables_are_defined_as_the_schema_would(empty: Database) -> None:
    # Alembic does not compare names of primary keys, conditions of indexes and options of
    # tables; the definitions that the database itself keeps have all of them.
    await migrations.upgrade(empty)
    migrated = await empty.read(definitions)
    await migrations.upgrade(empty, "base")

    await empty.write(metadata.create_all)

    assert await empty.read(definitions) == migrated
    assert "replaced_by IS NULL" in str(migrated)


async def test_compare_says_that_an_empty_database_has_no_revision(empty: Database) -> None:
    difference = await migrations.compare(empty)

    assert difference == migrations.Difference(None, HEAD)
    assert not difference.is_none


async def test_compare_changes_nothing(empty: Database) -> None:
    await migrations.compare(empty)

    assert await empty.read(tables) == []


async def test_require_current_passes_up_to_date_tables(database: Database) -> None:
    await migrations.require_current(database)


async def test_require_current_names_the_command_for_an_empty_database(empty: Database) -> None:
    with pytest.raises(StartError) as refusal:
        await migrations.require_current(empty)

    assert sentence(refusal.value) == (
        f"The database is at revision none, this version needs {HEAD}. Run “polls migrate” first."
    )


async def test_require_current_names_the_command_for_older_tables(database: Database) -> None:
    await migrations.upgrade(database, "base")

    with refuses(StartError, match="Run “polls migrate” first"):
        await migrations.require_current(database)


async def test_require_current_asks_for_the_newer_version(database: Database) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await database.write(Connection.execute, newer)

    with pytest.raises(StartError) as refusal:
        await migrations.require_current(database)

    assert sentence(refusal.value) == (
        "The database was made by a newer version of Polls (revision 9999; "
        f"this version knows {HEAD}). Install that version to use it."
    )


async def test_choices_from_before_decisions_are_not_decided_for(empty: Database) -> None:
    await migrations.upgrade(empty, "0005")
    asked = (
        "INSERT INTO question (id, question_text, pub_date, is_listed, may_change, credential_key) "
        "VALUES (1, 'Tea?', CURRENT_TIMESTAMP, true, true, '')"
    )
    choice = "INSERT INTO choice (question_id, choice_text, ordinal) VALUES (1, 'Yes', 0)"
    for statement in (asked, choice):
        await empty.write(Connection.execute, text(statement))

    await migrations.upgrade(empty)

    decided = await empty.read(Connection.scalar, text("SELECT is_decided FROM choice"))
    assert decided in (False, 0)


@pytest.mark.parametrize("begin", [None, *migrations.KNOWN[:-1]])
async def test_printed_statements_make_current_tables(
    empty_settings: Settings,
    begin: str | None,
) -> None:
    empty = connect(empty_settings)
    await migrations.upgrade(empty)
    migrated = await empty.read(definitions)
    await migrations.upgrade(empty, "base")
    if begin is None:
        await empty.write(Connection.execute, text("DROP TABLE alembic_version"))
    else:
        await migrations.upgrade(empty, begin)
    script = io.StringIO()

    migrations.print_sql("postgresql" if empty_settings.postgres else "sqlite", script, begin)
    await administer(empty_settings, script.getvalue())

    await migrations.require_current(empty)
    assert await empty.read(definitions) == migrated
    await empty.close()


async def administer(settings: Settings, script: str) -> None:
    """Run a script as the administrator's own tool would: whole, without our program."""
    if settings.postgres is None:
        with closing(sqlite3.connect(settings.sqlite.path)) as file:
            file.executescript(script)
        return
    async with session(settings) as administrator:
        await administrator.execute(script)
