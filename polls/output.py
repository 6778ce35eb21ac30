"""Output of log lines by a thread, so that no program waits for its log or fails with it."""

from __future__ import annotations

import atexit
import os
import select
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CAPACITY = 4 * 1024 * 1024
"""Bytes of lines that may wait, some 20,000 requests; what comes beyond them is dropped."""

GATHER_SECONDS = 0.25
"""How long lines that are in no hurry are gathered before they are written: one system call for
all."""

END_SECONDS = 1
"""How long the end of the program waits for lines that nobody takes."""

_LOOK_SECONDS = 1.0


class Output:
    """Writes lines to a descriptor. Adding one takes no time and raises nothing.

    A pipe that nobody reads, a full disk and a reader that has gone cost the lines that come
    meanwhile, and no more: how many there were is in `dropped`, and is told when lines are
    written again.

    Args:
        descriptor: an open file; None drops every line.
    """

    def __init__(self, descriptor: int | None) -> None:
        self._is_open = descriptor is not None
        self._number = -1 if descriptor is None else descriptor
        self.dropped = 0
        """Lines that were not written."""
        self.tell_dropped: Callable[[int], object] = lambda _lines: None
        """Called with how many lines were dropped, when lines are written again."""
        self._begin()
        os.register_at_fork(after_in_child=self._begin)  # which has no thread of its parent

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the lines as they come."""
        return self._is_open and os.isatty(self._number)

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._has_lines = threading.Event()
        self._is_urgent = threading.Event()
        self._lines: list[bytes] = []
        self._size = 0
        self._is_writing = False
        self._is_torn = False
        self._told = self.dropped
        self._thread: threading.Thread | None = None

    def write(self, text: str) -> int:
        """Write whole lines soon. With `flush`, what the logging libraries ask of a file."""
        self._add(text.encode(errors="backslashreplace"))
        self._is_urgent.set()
        return len(text)

    def flush(self) -> None:
        """Do nothing: nobody waits for these lines. `drain` does."""

    def add(self, line: bytes) -> None:
        """Write a line together with those of the same moment."""
        self._add(line)

    def drain(self, seconds: float = END_SECONDS) -> None:
        """Wait until all lines are written, but no longer than this."""
        self._is_urgent.set()
        with self._changed:
            self._changed.wait_for(lambda: not (self._lines or self._is_writing), seconds)

    def _add(self, lines: bytes) -> None:
        with self._changed:
            if not self._is_open or self._size + len(lines) > CAPACITY:
                self.dropped += lines.count(b"\n")
                return
            self._lines.append(lines)
            self._size += len(lines)
            if self._thread is None:
                self._start()
        if not self._has_lines.is_set():  # it is cleared before the lines are taken
            self._has_lines.set()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # there are too many, or the interpreter ends
            self._thread = None
        else:
            atexit.register(self.drain)

    def _run(self) -> None:
        while True:
            self._has_lines.wait()
            self._is_urgent.wait(GATHER_SECONDS)
            self._has_lines.clear()
            self._is_urgent.clear()
            with self._changed:
                lines, self._lines, self._size = self._lines, [], 0
                self._is_writing = True
            self._write_all(lines)
            with self._changed:
                self._is_writing = False
                self._changed.notify_all()

    def _write_all(self, lines: list[bytes]) -> None:
        lost = 0
        is_taken = False
        for piece in pieces(lines):
            is_taken = self._put(piece)
            if not is_taken:
                lost += piece.count(b"\n")
        untold = 0
        with self._changed:
            self.dropped += lost
            if is_taken:
                untold, self._told = self.dropped - self._told, self.dropped
        if untold:
            self.tell_dropped(untold)

    def _put(self, piece: bytes) -> bool:
        """Write a piece, however long nobody reads; say whether all of it was written."""
        left = memoryview(b"\n" + piece if self._is_torn else piece)
        size = len(left)
        while left:
            try:
                left = left[os.write(self._number, left) :]
            except BlockingIOError:  # another program has made the pipe so
                select.select([], [self._number], [], _LOOK_SECONDS)
            except OSError:
                self._is_torn = self._is_torn or len(left) < size
                return False
        self._is_torn = False
        return True


def pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines to pieces of which a pipe lets nothing come between (POSIX, write(2)).

    Other processes may use the same pipe.
    """
    piece = b""
    for line in lines:
        if piece and len(piece) + len(line) > select.PIPE_BUF:
            yield piece
            piece = b""
        piece += line
    if piece:
        yield piece


# None where the program was started without: its number may be that of another file by now.
STANDARD_OUTPUT = Output(1 if sys.__stdout__ else None)
STANDARD_ERROR = Output(2 if sys.__stderr__ else None)
