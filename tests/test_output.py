from __future__ import annotations

import os
import select
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from polls import output
from polls.output import CAPACITY, Output, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = "x" * 99 + "\n"
PATIENCE = 30
"""Seconds for the thread that writes, on a machine that does much else."""


class Pipe:
    """A pipe that is read only when a test says so."""

    def __init__(self) -> None:
        self._source, self.sink = os.pipe()

    def read(self, size: int = 1_000_000) -> bytes:
        """Return what is there, after a moment for what is on its way."""
        found = b""
        while len(found) < size and select.select([self._source], [], [], 0.3)[0]:
            found += os.read(self._source, 65_536)
        return found

    def hang_up(self) -> None:
        os.close(self._source)

    def close(self) -> None:
        os.close(self.sink)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    with closing(Pipe()) as pipe:
        yield pipe


def test_output_writes_lines_in_their_order(pipe: Pipe) -> None:
    written = Output(pipe.sink)

    for number in range(3):
        written.add(b"request %d\n" % number)
        written.write(f"event {number}\n")
    written.drain(PATIENCE)

    assert pipe.read() == (b"request 0\nevent 0\nrequest 1\nevent 1\nrequest 2\nevent 2\n")
    assert written.dropped == 0


def test_output_that_nobody_reads_stops_nobody_and_says_what_is_lost(pipe: Pipe) -> None:
    told: list[int] = []
    written = Output(pipe.sink)
    written.tell_dropped = told.append
    lines = 3 * CAPACITY // len(LINE)

    began = time.monotonic()
    for _ in range(lines):
        written.write(LINE)
    seconds = time.monotonic() - began
    dropped = written.dropped
    found = pipe.read(2 * CAPACITY)
    written.drain(PATIENCE)

    assert seconds < 5  # written by hand, the first 64 KiB would be the last
    assert lines / 3 < dropped < lines
    assert found == LINE.encode() * (lines - dropped)
    assert told == [dropped]


def test_output_to_a_full_disk_drops_lines_and_goes_on() -> None:
    with open("/dev/full", "wb", buffering=0) as disk:  # noqa: PTH123 - no buffer
        told: list[int] = []
        written = Output(disk.fileno())
        written.tell_dropped = told.append

        for _ in range(2):
            written.write(LINE)
            written.drain(PATIENCE)

    assert written.dropped == 2
    assert told == []  # not while nothing can be written


def test_output_whose_reader_is_gone_drops_lines(pipe: Pipe) -> None:
    written = Output(pipe.sink)
    pipe.hang_up()

    written.write(LINE)
    written.drain(PATIENCE)

    assert written.dropped == 1


def test_output_without_a_descriptor_drops_all() -> None:
    written = Output(None)

    written.write(LINE)

    assert written.dropped == 1


def test_output_waits_for_a_pipe_that_another_program_made_non_blocking(pipe: Pipe) -> None:
    os.set_blocking(pipe.sink, False)
    written = Output(pipe.sink)
    lines = 3_000  # more than a pipe holds

    for _ in range(lines):
        written.write(LINE)
    found = pipe.read(lines * len(LINE))

    assert found == LINE.encode() * lines
    assert written.dropped == 0


def test_drain_waits_a_bounded_time_for_who_does_not_read(pipe: Pipe) -> None:
    written = Output(pipe.sink)
    written.write(LINE * 1_000)

    began = time.monotonic()
    written.drain(0.2)
    seconds = time.monotonic() - began

    assert 0.2 <= seconds < 2
    assert any(each.name == "log" for each in threading.enumerate())


def test_lines_that_are_in_no_hurry_are_written_soon(
    pipe: Pipe,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "GATHER_SECONDS", 0.05)
    written = Output(pipe.sink)

    written.add(b"request\n")

    assert pipe.read() == b"request\n"


def test_lines_of_a_moment_are_written_in_pieces_that_stay_whole() -> None:
    lines = [b"%04d %s\n" % (number, b"x" * (number % 700)) for number in range(1000)]
    long = b"y" * 10_000 + b"\n"

    found = list(pieces([*lines, long]))

    assert b"".join(found) == b"".join(lines) + long
    assert all(piece.endswith(b"\n") for piece in found)
    assert all(len(piece) <= select.PIPE_BUF for piece in found[:-1])
    assert found[-1] == long
    assert len(found) < len(lines) / 5
