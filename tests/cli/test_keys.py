"""`polls key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.records import notes

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def test_key_prints_the_same_key_each_time(terminal: Terminal) -> None:
    first = terminal.polls("key")
    again = terminal.polls("key")

    assert first.status == 0
    assert notes.read_key(first.out.strip()).name == "localhost:8080"
    assert again.out == first.out


def test_key_rotates_side_by_side_or_at_once(terminal: Terminal) -> None:
    (first,) = terminal.polls("key").out.split()

    beside = terminal.polls("key", "--rotate").out.split()
    alone = terminal.polls("key", "--rotate", "--at-once").out.split()

    assert beside[1] == first
    assert len(set(beside + alone)) == 3
    assert terminal.polls("key").out.split() == alone


def test_key_is_printed_on_a_sheet_with_its_words(terminal: Terminal) -> None:
    (key,) = terminal.polls("key").out.split()

    sheet = terminal.polls("key", "--sheet")

    assert key in sheet.out
    assert "In words: " in sheet.out
    assert "█" in sheet.out or "▀" in sheet.out


def test_key_refuses_at_once_alone(terminal: Terminal) -> None:
    said = terminal.polls("key", "--at-once")

    assert said.status == 2
    assert "--rotate" in said.err
