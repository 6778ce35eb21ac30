from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings
    from tests.cli.conftest import Terminal


def test_migrate_makes_the_tables_once(empty_terminal: Terminal) -> None:
    first, second = empty_terminal.polls("migrate"), empty_terminal.polls("migrate")

    assert (first.status, first.out) == (0, "The tables went from revision none to 0003.\n")
    assert (second.status, second.out) == (0, "The tables are up to date (revision 0003).\n")
    assert empty_terminal.polls("list").status == 0


def test_migrate_check_changes_nothing(empty_terminal: Terminal) -> None:
    answers = [empty_terminal.polls("migrate", "--check") for _ in range(2)]

    for said in answers:
        assert (said.status, said.out) == (
            1,
            "The tables are at revision none; 0003 is needed.\n",
        )


def test_migrate_check_of_current_tables_is_right(terminal: Terminal) -> None:
    said = terminal.polls("migrate", "--check")

    assert (said.status, said.out) == (0, "The tables are up to date (revision 0003).\n")


def test_migrate_sql_prints_the_statements_only(empty_terminal: Terminal) -> None:
    said = empty_terminal.polls("migrate", "--sql")

    assert said.status == 0
    assert "CREATE TABLE question" in said.out
    assert "CONSTRAINT question_id_pkey PRIMARY KEY (id)" in said.out
    assert empty_terminal.polls("migrate", "--check").status == 1


def test_migrate_sql_needs_no_database(empty_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "away.yaml"
    file.write_text("postgres: {host: 127.0.0.1, port: 1}", encoding="utf-8")

    said = empty_terminal.type("migrate", "--sql", "-c", str(file))

    assert said.status == 0
    assert "TIMESTAMP WITH TIME ZONE" in said.out


def test_commands_make_the_embedded_tables_themselves(
    empty_settings: Settings,
    empty_terminal: Terminal,
) -> None:
    said = empty_terminal.polls("list")

    if empty_settings.postgres is None:
        assert said.status == 0
    else:
        assert said.status == 2
        assert "Run “polls migrate” first." in said.err
