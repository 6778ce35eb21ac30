"""`polls invite`."""

from __future__ import annotations

import csv
import errno
import io
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.electorate.turnout import Show
from polls.domain.questions.rules import Voters
from polls.services.questions import changes
from polls.services.voters import turnout
from tests import asking, prepared
from tests.cli.conftest import NO_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.services.voters.turnout import Overview
    from tests.cli.conftest import Terminal

    Inside = Callable[..., Any]


POLLS = [sys.executable, "-m", "polls"]


@pytest.fixture
def key(inside: Inside) -> str:
    return str(inside(lambda database: asking.ask(database, voters=Voters.INVITED)))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def invited(inside: Inside) -> int:
    async def look(database: Database) -> Overview:
        (question,) = await asking.every(database)
        return await turnout.overview(database, question, Show.INVITED)

    number: int = inside(look).turnout.invited
    return number


def test_invite_prints_codes_with_their_links(
    terminal: Terminal,
    inside: Inside,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLLS_BASE_URL", "https://polls.test")

    said = terminal.polls("invite", key, "--count", "2")

    heading, first, second = rows(said.out)
    assert (said.status, said.err) == (0, "")
    assert heading == ["name", "weight", "code", "link"]
    assert (first[:2], second[:2]) == (["No. 1", "1"], ["No. 2", "1"])
    assert first[3] == f"https://polls.test/poll/{key}/code/{first[2].replace('-', '')}"
    assert invited(inside) == 2


def test_invite_reads_a_list_and_writes_a_file(
    terminal: Terminal,
    inside: Inside,
    key: str,
    tmp_path: Path,
) -> None:
    people, codes = tmp_path / "people.csv", tmp_path / "codes.csv"
    people.write_bytes("name;weight\r\nJörg;3\r\n=Bob\r\n".encode("cp1252"))

    said = terminal.polls("invite", key, "--list", str(people), "--output", str(codes))

    assert (said.status, said.out) == (0, "")
    assert said.err == f"Wrote 2 codes to {codes}.\n"
    assert codes.read_bytes().startswith(b"\xef\xbb\xbfname,")
    found = rows(codes.read_text("utf-8-sig"))[1:]
    assert [row[:2] for row in found] == [["Jörg", "3"], ["'=Bob", "1"]]
    assert stat.S_IMODE(codes.stat().st_mode) == 0o600
    assert invited(inside) == 2


def test_invite_is_in_the_log_as_the_operators(
    terminal: Terminal,
    inside: Inside,
    key: str,
) -> None:
    terminal.polls("invite", key, "--count", "2")

    async def look(database: Database) -> Any:
        (question,) = await asking.every(database)
        return await changes.history(database, question)

    (entry,) = inside(look)
    assert (entry.actor, entry.act, entry.detail) == ("operator", "invited", {"codes": 2})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "either --count or --list"),
        (("--count", "1", "--list", "people.csv"), "either --count or --list"),
        (("--count", "0"), "Write a whole number from 1 to 10,000, in digits."),
        (("--list", "/nowhere/people.csv"), "cannot be read"),
        (("--count", "1", "--output", "/nowhere/codes.csv"), "cannot be written"),
    ],
)
def test_invite_that_cannot_be_done_says_why(
    terminal: Terminal,
    inside: Inside,
    key: str,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    said = terminal.polls("invite", key, *arguments)

    assert said.status == 2
    assert message in said.err
    assert invited(inside) == 0


def test_invite_lists_the_problems_of_a_list(terminal: Terminal, key: str, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Anna;0\nBob;x\n")

    said = terminal.polls("invite", key, "--list", str(people))

    assert said.status == 2
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["Line 1", "Line 2"]


def test_invite_leaves_no_file_when_nothing_was_made(
    terminal: Terminal,
    tmp_path: Path,
) -> None:
    codes = tmp_path / "codes.csv"

    said = terminal.polls("invite", "99", "--count", "1", "--output", str(codes))

    assert (said.status, said.err) == (2, NO_QUESTION)
    assert not codes.exists()


def test_invite_overwrites_no_file(
    terminal: Terminal,
    inside: Inside,
    key: str,
    tmp_path: Path,
) -> None:
    codes = tmp_path / "codes.csv"
    codes.write_text("codes of yesterday")

    said = terminal.polls("invite", key, "--count", "1", "--output", str(codes))

    assert said.status == 2
    assert "Name a new file." in said.err
    assert codes.read_text() == "codes of yesterday"
    assert invited(inside) == 0


def test_invite_says_what_became_of_codes_that_cannot_be_printed(
    terminal: Terminal, key: str, inside: Inside
) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        line = ("invite", "--config", str(terminal.file), key, "--count", "2")
        done = prepared.polls(*line, stdout=full.fileno())

    assert done.returncode == 2
    assert done.err.startswith(
        "The output cannot be written: No space left on device. Nobody has seen what was made"
    )
    assert invited(inside) == 2


def test_invite_says_what_became_of_codes_whose_file_cannot_be_written(
    terminal: Terminal,
    key: str,
    inside: Inside,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def is_full(_file: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", is_full)
    codes = tmp_path / "codes.csv"

    said = terminal.polls("invite", key, "--count", "2", "--output", str(codes))

    assert said.status == 2
    assert said.err == (
        f"{codes} cannot be written: No space left on device. Nobody has seen what was made "
        "(2 codes): replace or revoke it on the organiser's page of invitations.\n"
    )
    assert invited(inside) == 2


@pytest.mark.parametrize(
    "words",
    [["invite", "--count", "2"], ["organiser"], ["ask", "Tea?", "Yes", "No"], ["export"]],
)
def test_command_whose_secret_has_no_output_does_nothing(
    terminal: Terminal, key: str, inside: Inside, words: list[str]
) -> None:
    command, *others = words
    line = [*POLLS, command, "--config", str(terminal.file), *others]
    line += [key] * (command != "ask")

    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *line],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == (
        "The standard output is closed. Nothing was done: call this again with it open.\n"
    )
    assert invited(inside) == 0
