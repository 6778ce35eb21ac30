from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from typer.testing import CliRunner

from polls.cli.app import app
from polls.services.running import databases

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.settings import Settings


NO_QUESTION = "There is no such question. “polls list” shows the keys of all questions.\n"


@dataclass(frozen=True)
class Said:
    """What a command left on the screen, and its exit status."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs commands with one configuration file, as Dana would."""

    file: Path

    def polls(self, command: str, *arguments: str, typed: str | None = None) -> Said:
        return self.type(command, "--config", str(self.file), *arguments, typed=typed)

    def type(self, *line: str, typed: str | None = None) -> Said:
        result = CliRunner().invoke(app, line, input=typed, catch_exceptions=False)
        return Said(result.exit_code, result.stdout, result.stderr)


def written(settings: Settings, path: Path) -> Path:
    tree = settings.model_dump(mode="json", exclude_none=True)
    if settings.postgres is None:
        tree.pop("postgres", None)
    path.write_text(yaml.safe_dump(tree), encoding="utf-8")
    return path


@pytest.fixture
def terminal(
    settings: Settings,
    tmp_path: Path,
    own_logs: None,  # noqa: ARG001 - a command configures the log
    monkeypatch: pytest.MonkeyPatch,
) -> Terminal:
    """A terminal whose database has its tables."""
    monkeypatch.setenv("COLUMNS", "200")
    return Terminal(written(settings, tmp_path / "polls.yaml"))


@pytest.fixture
def empty_terminal(
    empty_settings: Settings,
    tmp_path: Path,
    own_logs: None,  # noqa: ARG001 - a command configures the log
) -> Terminal:
    """A terminal whose database is empty."""
    return Terminal(written(empty_settings, tmp_path / "polls.yaml"))


@pytest.fixture
def inside(settings: Settings) -> Callable[[Callable[[Database], Coroutine[Any, Any, Any]]], Any]:
    """Does something with the database behind the terminal's back."""

    def do(work: Callable[[Database], Coroutine[Any, Any, Any]]) -> Any:
        async def opened() -> Any:
            async with databases.opened(settings) as database:
                return await work(database)

        return asyncio.run(opened())

    return do
