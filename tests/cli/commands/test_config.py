from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from polls import __version__
from polls.settings import SEARCHED, load, sources
from tests.cli.conftest import Said, Terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, own_logs: None, monkeypatch: pytest.MonkeyPatch) -> Terminal:  # noqa: ARG001
    """A terminal in an empty folder, on a machine without a configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sources, "SEARCHED", (SEARCHED[0], tmp_path / "etc.yaml"))
    return Terminal(tmp_path / "mine.yaml")


def parsed(said: Said) -> object:
    assert (said.status, said.err) == (0, "")
    return yaml.safe_load(said.out)


def test_config_prints_the_defaults_where_nothing_is_set(here: Terminal) -> None:
    assert parsed(here.type("config")) == {
        "host": "127.0.0.1",
        "port": 8080,
        "trusted_proxies": [],
        "embed_origins": [],
        "pseudo_locale": False,
        "time_zone": "UTC",
        "create": "anyone",
        "create_per_hour": 30,
        "listing": "approval",
        "sqlite": {"path": "data/polls.db"},
        "live": {"watchers": 10_000, "watchers_per_address": 1_000},
        "log": {"level": "info", "format": "json", "access": True, "addresses": False},
        "metrics": {"host": "127.0.0.1"},
    }


def test_config_prints_what_can_be_read_again(here: Terminal) -> None:
    here.file.write_text(
        "{base_url: 'https://polls.test/', trusted_proxies: [10.0.0.0/8, '::1'], port: 81}",
        encoding="utf-8",
    )
    first = here.polls("config")

    here.file.write_text(first.out, encoding="utf-8")

    assert here.polls("config").out == first.out
    assert load(here.file, {}).base_url == "https://polls.test"


@pytest.mark.parametrize("kind", ["password", "password_file"])
def test_config_masks_secrets(here: Terminal, kind: str) -> None:
    secret = here.file.with_name("secret")
    secret.write_text("correct-horse", encoding="utf-8")
    value = "correct-horse" if kind == "password" else str(secret)
    here.file.write_text(f"postgres: {{user: dana, {kind}: {value}}}", encoding="utf-8")

    said = here.polls("config")

    tree = parsed(said)
    assert isinstance(tree, dict)
    assert "correct-horse" not in said.out
    assert tree["postgres"]["user"] == "dana"
    assert set(tree["postgres"]["password"]) == {"*"}
    assert "sqlite" not in tree


def test_config_shows_what_the_environment_changes(
    here: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLLS_PORT", "9090")

    tree = parsed(here.type("config"))

    assert isinstance(tree, dict)
    assert tree["port"] == 9090


def test_config_reads_the_working_folder(here: Terminal) -> None:
    (here.file.parent / "config").mkdir()
    (here.file.parent / "config" / "polls.yaml").write_text("port: 81", encoding="utf-8")

    tree = parsed(here.type("config"))

    assert isinstance(tree, dict)
    assert tree["port"] == 81


@pytest.mark.parametrize("option", ["--config", "-c"])
@pytest.mark.parametrize("is_before", [False, True])
def test_config_option_wins_wherever_it_stands(
    here: Terminal,
    option: str,
    *,
    is_before: bool,
) -> None:
    here.file.write_text("port: 81", encoding="utf-8")
    named = (option, str(here.file))

    said = here.type(*named, "config") if is_before else here.type("config", *named)

    tree = parsed(said)
    assert isinstance(tree, dict)
    assert tree["port"] == 81


@pytest.mark.parametrize(
    "command",
    [
        ("config",),
        ("list",),
        ("migrate",),
        ("sample",),
        ("recount",),
        ("close", "1"),
        ("ask", "Tea?", "Yes", "No"),
        ("serve",),
    ],
)
def test_every_command_lists_the_problems_of_the_configuration(
    here: Terminal,
    command: tuple[str, ...],
) -> None:
    here.file.write_text("{port: 0, hots: x}", encoding="utf-8")

    said = here.type("-c", str(here.file), *command)

    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines() == [
        "The configuration has 2 problems:",
        "  port: found 0 (a whole number); expected greater than or equal to 1",
        "  hots: unknown key; did you mean host?",
    ]


def test_every_command_names_a_missing_file(here: Terminal) -> None:
    said = here.polls("list")

    assert (said.status, said.out) == (2, "")
    assert f"{here.file}: cannot be read (No such file or directory)" in said.err


def test_version_is_told(here: Terminal) -> None:
    assert here.type("--version") == Said(0, f"polls {__version__}\n", "")


def test_help_names_every_command(here: Terminal) -> None:
    for option in ("-h", "--help"):
        said = here.type(option)

        assert said.status == 0
        for command in ("serve", "migrate", "sample", "recount", "ask", "close", "list", "config"):
            assert command in said.out


@pytest.mark.parametrize("line", [("vote",), ("list", "--all"), ("close",), ("--nonsense",)])
def test_wrong_calls_end_with_two(here: Terminal, line: tuple[str, ...]) -> None:
    said = here.type(*line)

    assert (said.status, said.out) == (2, "")
    assert said.err
