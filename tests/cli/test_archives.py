from __future__ import annotations

import os
import stat
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests import archives, asking, prepared
from tests.cli.conftest import NO_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from polls.db.engines.database import Database
    from tests.cli.conftest import Terminal

    Inside = Callable[[Callable[[Database], Coroutine[Any, Any, Any]]], Any]

pytestmark = pytest.mark.both_databases


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An archive of a question with two ballots, of which one counts."""
    file = tmp_path / "given.jsonl"
    ballots = archives.ballot(1, 0, replaced_by=1), archives.ballot(1, 1)
    file.write_bytes(archives.archive(*ballots))
    return file


def test_import_says_where_the_question_is_and_export_gives_it_back(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    output = tmp_path / "again.jsonl"

    imported = terminal.polls("import", str(file))
    exported = terminal.polls("export", "abcdefghijkl", "--output", str(output))

    assert (imported.status, imported.out) == (
        0,
        "Imported with 2 ballots as abcdefghijkl: /poll/abcdefghijkl\n",
    )
    assert exported.status == 0
    assert exported.err.strip().endswith("Exported abcdefghijkl with 2 ballots.")
    assert output.read_bytes() == file.read_bytes()
    assert terminal.polls("recount").out.endswith("every counter is right.\n")


def test_import_takes_utc_for_a_zone_of_no_place(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    output = tmp_path / "again.jsonl"
    file.write_bytes(archives.archive(zone="localtime"))

    imported = terminal.polls("import", str(file))
    terminal.polls("export", "abcdefghijkl", "--output", str(output))

    assert imported.status == 0
    assert imported.out.partition("\n")[2] == (
        "Its time zone was “localtime”, which depends on the server. Its times are now shown in "
        "UTC.\n"
    )
    assert output.read_bytes() == archives.archive(zone="UTC")


def test_export_is_for_its_owner_only_and_leaves_nothing_beside_it(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    output = folder / "question.jsonl"
    output.write_text("what was there before, for all to read")
    terminal.polls("import", str(file))

    terminal.polls("export", "abcdefghijkl", "--output", str(output))

    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [output]
    assert output.read_bytes() == file.read_bytes()


def test_export_without_a_file_goes_to_the_standard_output(terminal: Terminal, file: Path) -> None:
    terminal.polls("import", str(file))

    said = terminal.polls("export", "abcdefghijkl")

    assert said.out == file.read_text()


def test_export_that_cannot_be_written_says_so(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    terminal.polls("import", str(file))

    said = terminal.polls("export", "abcdefghijkl", "--output", str(tmp_path / "no/such/folder"))

    assert (said.status, said.out) == (2, "")
    assert "cannot be written: No such file or directory." in said.err


def test_export_whose_reader_leaves_ends_without_a_traceback(
    terminal: Terminal,
    file: Path,
) -> None:
    terminal.polls("import", str(file))
    line = ("export", "-c", str(terminal.file), "abcdefghijkl")

    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = prepared.polls(*line, stdout=full.fileno())

    assert done.returncode == 2
    assert "The standard output cannot be written" in done.err
    assert "Traceback" not in done.err


def test_import_reads_a_pipe(terminal: Terminal, file: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=[file.read_bytes()])
    writer.start()

    said = terminal.polls("import", str(pipe))

    writer.join()
    assert said.status == 0
    assert said.out.startswith("Imported with 2 ballots")


def test_export_into_a_pipe_leaves_it_where_it_is(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    terminal.polls("import", str(file))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    said = terminal.polls("export", "abcdefghijkl", "--output", str(pipe))

    with open(reader, "rb") as read:  # noqa: PTH123
        assert read.read() == file.read_bytes()
    assert said.status == 0
    assert pipe.is_fifo()


def test_export_to_a_full_device_leaves_it_where_it_is(
    terminal: Terminal,
    file: Path,
    tmp_path: Path,
) -> None:
    terminal.polls("import", str(file))
    link = tmp_path / "link"
    link.symlink_to("/dev/full")

    said = terminal.polls("export", "abcdefghijkl", "--output", str(link))

    assert said.status == 2
    assert "cannot be written: No space left on device." in said.err
    assert link.is_symlink()


def test_export_of_no_question_leaves_no_file(terminal: Terminal, tmp_path: Path) -> None:
    output = tmp_path / "none.jsonl"

    said = terminal.polls("export", "99", "--output", str(output))

    assert said.status == 2
    assert said.err == NO_QUESTION
    assert not output.exists()


def test_import_over_a_question_that_is_there_says_what_to_do(
    terminal: Terminal,
    inside: Inside,
    tmp_path: Path,
) -> None:
    inside(asking.ask)
    file = tmp_path / "given.jsonl"
    file.write_bytes(archives.archive(key="1", is_listed=True))

    refused = terminal.polls("import", str(file))
    imported = terminal.polls("import", str(file), "--new-key")

    assert (refused.status, refused.out) == (2, "")
    assert "--new-key" in refused.err
    assert imported.out == "Imported with 0 ballots as 2: /poll/2\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file was not written by “polls export”."),
        (b"\xff\xfe\0", "This file was not written by “polls export”."),
        (b'{"header":{"polls":"question"', "The file is cut off: its end is missing."),
        (archives.archive(archives.ballot(1, 2)), "Line 5 of the file has a ballot that does not"),
    ],
)
def test_import_of_something_else_says_so(
    terminal: Terminal,
    tmp_path: Path,
    content: bytes,
    reason: str,
) -> None:
    file = tmp_path / "something"
    file.write_bytes(content)

    said = terminal.polls("import", str(file))

    assert (said.status, said.out) == (2, "")
    assert said.err.strip().startswith(reason)


def test_import_of_no_file_says_so(terminal: Terminal, tmp_path: Path) -> None:
    missing = terminal.polls("import", str(tmp_path / "missing"))
    folder = terminal.polls("import", str(tmp_path))

    assert (missing.status, folder.status) == (2, 2)
    assert missing.err.strip().endswith("cannot be read: No such file or directory.")
    assert folder.err.strip().endswith("cannot be read: Is a directory.")
