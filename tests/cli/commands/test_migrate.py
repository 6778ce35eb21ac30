from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from polls import migrations
from tests import revisions

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings
    from tests.cli.conftest import Terminal

pytestmark = pytest.mark.both_databases


def test_migrate_makes_the_tables_once(empty_terminal: Terminal) -> None:
    first, second = empty_terminal.polls("migrate"), empty_terminal.polls("migrate")

    assert (first.status, first.out) == (
        0,
        f"The tables went from revision none to {migrations.HEAD}.\n",
    )
    assert (second.status, second.out) == (
        0,
        f"The tables are up to date (revision {migrations.HEAD}).\n",
    )
    assert empty_terminal.polls("list").status == 0


def test_migrate_check_changes_nothing(empty_terminal: Terminal) -> None:
    answers = [empty_terminal.polls("migrate", "--check") for _ in range(2)]

    for said in answers:
        assert (said.status, said.out) == (
            1,
            f"The tables are at revision none; {migrations.HEAD} is needed.\n",
        )


def test_migrate_either_checks_or_prints(terminal: Terminal) -> None:
    said = terminal.polls("migrate", "--check", "--sql")

    assert (said.status, said.out) == (2, "")
    assert "give either --check or --sql" in said.err


def test_migrate_check_of_current_tables_is_right(terminal: Terminal) -> None:
    said = terminal.polls("migrate", "--check")

    assert (said.status, said.out) == (
        0,
        f"The tables are up to date (revision {migrations.HEAD}).\n",
    )


def test_migrate_sql_prints_the_statements_only(empty_terminal: Terminal) -> None:
    said = empty_terminal.polls("migrate", "--sql")

    assert said.status == 0
    assert "CREATE TABLE question" in said.out
    assert "CONSTRAINT question_id_pkey PRIMARY KEY (id)" in said.out
    assert empty_terminal.polls("migrate", "--check").status == 1


def test_migrate_sql_prints_what_follows_the_revision_of_the_database(
    terminal: Terminal,
    settings: Settings,
) -> None:
    asyncio.run(revisions.go_back(settings))

    behind = terminal.polls("migrate", "--sql")
    still_behind = terminal.polls("migrate", "--check")
    terminal.polls("migrate")
    current = terminal.polls("migrate", "--sql")

    assert behind.status == 0
    assert f"-- Running upgrade {revisions.BEFORE} -> {migrations.HEAD}" in behind.out
    assert "CREATE TABLE question" not in behind.out
    assert still_behind.out == (
        f"The tables are at revision {revisions.BEFORE}; {migrations.HEAD} is needed.\n"
    )
    assert (current.status, current.out) == (0, "")
    assert current.err.strip() == f"The tables are up to date (revision {migrations.HEAD})."


def test_migrate_sql_since_a_revision_needs_no_database(
    empty_terminal: Terminal,
    tmp_path: Path,
) -> None:
    file = tmp_path / "away.yaml"
    file.write_text("postgres: {host: 127.0.0.1, port: 1}", encoding="utf-8")

    asked = empty_terminal.type("migrate", "--sql", "-c", str(file))
    whole = empty_terminal.type("migrate", "--sql", "--since", "none", "-c", str(file))
    part = empty_terminal.type("migrate", "--sql", "--since", "0002", "-c", str(file))

    assert asked.status == 2
    assert "cannot be opened" in asked.err
    assert (whole.status, part.status) == (0, 0)
    assert "TIMESTAMP WITH TIME ZONE" in whole.out
    assert "ADD COLUMN method" in part.out
    assert "CREATE TABLE question" not in part.out


@pytest.mark.parametrize("arguments", [("--sql", "--since", "0099"), ("--since", "0002")])
def test_migrate_refuses_a_revision_that_it_cannot_begin_at(
    empty_terminal: Terminal,
    arguments: tuple[str, ...],
) -> None:
    said = empty_terminal.polls("migrate", *arguments)

    assert (said.status, said.out) == (2, "")
    assert "--since" in said.err


@pytest.mark.parametrize("command", [("list",), ("recount",), ("ask", "Tea?", "Yes", "No")])
def test_commands_leave_older_tables_as_they_are(
    terminal: Terminal,
    settings: Settings,
    command: tuple[str, ...],
) -> None:
    asyncio.run(revisions.go_back(settings))

    said = terminal.polls(*command)

    assert said.status == 2
    assert "Run “polls migrate” first." in said.err
    assert terminal.polls("migrate", "--check").status == 1


def test_sample_begins_with_the_embedded_database(
    empty_settings: Settings,
    empty_terminal: Terminal,
) -> None:
    listed, sampled = empty_terminal.polls("list"), empty_terminal.polls("sample")

    assert listed.status == 2
    assert "“polls migrate”" in listed.err
    if empty_settings.postgres is None:
        assert sampled.status == 0
    else:
        assert sampled.status == 2
        assert "Run “polls migrate” first." in sampled.err
