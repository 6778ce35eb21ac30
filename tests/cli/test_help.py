"""What `polls` and its commands say of themselves, and of what they are given."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from tests import prepared

if TYPE_CHECKING:
    from pathlib import Path


def test_polls_alone_shows_its_commands_and_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = CliRunner().invoke(app, [])

    assert said.exit_code == 2
    assert "serve" in said.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [(), ("ask",), ("count",), ("migrate",)])
def test_help_shows_no_type_for_a_flag(command: tuple[str, ...]) -> None:
    said = CliRunner().invoke(app, [*command, "--help"])

    assert said.exit_code == 0
    assert "--help" in said.output
    assert "bool" not in said.output


@pytest.mark.parametrize(
    "line",
    [
        ("export", "\udcff"),
        ("organiser", "\udcff"),
        ("ask", "Tea?", "Tea", "Coffee\udcff"),
        ("count", "ballots.blt", "--seed", "\udcff"),
        ("count", "ballots.blt", "--option", "decimals=\udcff"),
    ],
)
def test_text_that_is_not_in_utf_8_is_refused(line: tuple[str, ...]) -> None:
    said = CliRunner().invoke(app, line, env={"COLUMNS": "200"})

    assert said.exit_code == 2
    assert "is not in UTF-8" in said.output
    assert "\\udcff" in said.output


def test_path_may_be_any_bytes(tmp_path: Path) -> None:
    ballots = tmp_path / "\udcff.blt"
    ballots.write_text('1 1\n1 1 0\n0\n"Ann"\n', encoding="utf-8")

    said = CliRunner().invoke(app, ["count", str(ballots)])

    assert said.exit_code == 0


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_reader_who_leaves_is_not_told_as_something_wrong(
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    ballots = tmp_path / "one.blt"
    ballots.write_text('1 1\n1 1 0\n0\n"Ann"\n', encoding="utf-8")

    done = without_reader("count", str(ballots), *options)

    assert (done.returncode, done.err) == (2, "The output cannot be written: Broken pipe.\n")


@pytest.mark.parametrize("line", [("--help",), ("--version",), (), ("count", "--help")])
def test_reader_who_leaves_the_help_is_told_likewise(line: tuple[str, ...]) -> None:
    done = without_reader(*line)

    assert (done.returncode, done.err) == (2, "The output cannot be written: Broken pipe.\n")


def without_reader(*line: str) -> prepared.Done:
    """Run the program with an output that nobody reads."""
    left, right = os.pipe()
    os.close(left)
    with open(right, "wb") as nobody:  # noqa: PTH123 - it is no path
        return prepared.polls(*line, stdout=nobody.fileno())
