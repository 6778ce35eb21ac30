"""What `polls` and its commands say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app

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
