"""Processes of the program that start at once: one process has imported it, and forks for each.

To import the program takes a second of the processor, and two hundred servers are started.
Nothing is imported twice, and nothing else is shared: each process has its own arguments,
environment and files, and ends as Python does.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IMPORTED = (
    "polls.cli",
    "polls.cli.server.workers",
    "polls.metrics.site",
    "alembic.command",
    "asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.dialects.postgresql.asyncpg",
)

ROOT = Path(__file__).parents[1]

_LONGEST = 1024 * 1024
_FILES = 3  # standard output and errors, and the socket that tells of the process
_NUMBER = struct.Struct("i")


class Process:
    """A process that runs; `returncode` is None as long as it does, and -N after signal N."""

    def __init__(self, life: socket.socket) -> None:
        self._life = life
        (self.pid,) = _NUMBER.unpack(life.recv(_NUMBER.size))
        life.setblocking(False)
        self._code: int | None = None

    @property
    def returncode(self) -> int | None:
        if self._code is None:
            with suppress(BlockingIOError):
                self._ended(self._life.recv(_NUMBER.size))
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal to a process that has not ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for the end, and return the exit status."""
        if self._code is None:
            self._ended(await asyncio.get_running_loop().sock_recv(self._life, _NUMBER.size))
        assert self._code is not None
        return self._code

    def end(self) -> int:
        """Wait for the end while nothing else is done, and return the exit status."""
        if self._code is None:
            select.select([self._life], [], [])
        assert self.returncode is not None
        return self.returncode

    def _ended(self, told: bytes) -> None:
        assert told, "the process that forks has ended"
        (self._code,) = _NUMBER.unpack(told)
        self._life.close()


class Done(NamedTuple):
    """What a program left."""

    returncode: int
    out: str
    err: str


def polls(*words: str, stdout: int | None = None) -> Done:
    """Run `polls` with these arguments to its end.

    Args:
        words: its arguments.
        stdout: a descriptor; without one, what is written is returned.
    """
    with TemporaryFile() as out, TemporaryFile() as err:
        given = out.fileno() if stdout is None else stdout
        code = start(["-m", "polls", *words], stdout=given, stderr=err.fileno()).end()
        out.seek(0)
        err.seek(0)
        return Done(code, out.read().decode(), err.read().decode())


def start(
    program: Sequence[str],
    *,
    stdout: int,
    stderr: int,
    env: Mapping[str, str] | None = None,
) -> Process:
    """Start `python PROGRAM` in the working directory, with these open files and nothing to read.

    Args:
        program: `-m`, the name of a module, and its arguments.
        stdout: a descriptor.
        stderr: as above.
        env: its environment, instead of that of this process.
    """
    option, *words = program
    assert option == "-m"
    asked = {
        "words": words,
        "env": dict(os.environ if env is None else env),
        "cwd": str(Path.cwd()),
    }
    ours, theirs = socket.socketpair()
    with theirs:
        files = [stdout, stderr, theirs.fileno()]
        socket.send_fds(_forking(), [json.dumps(asked).encode()], files)
    return Process(ours)


@cache
def _forking() -> socket.socket:
    """Start the process that forks. It ends, and all that it started, when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.prepared", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _fork_on_demand(control: socket.socket) -> list[str] | None:
    """Fork a process for every message; return its words in that process, and None at the end.

    Files are numbers here: an object would close its number in the new process once more, when
    that is another file.
    """
    lives: dict[int, tuple[int, int]] = {}
    changes = select.poll()
    changes.register(control, select.POLLIN)
    while True:
        for number, _ in changes.poll():
            if number in lives:
                pid, life = lives.pop(number)
                changes.unregister(number)
                _tell(life, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                os.close(life)
                os.close(number)
                continue
            message, files, *_ = socket.recv_fds(control, _LONGEST, _FILES)
            if not message:
                for pid, _ in lives.values():
                    os.kill(pid, signal.SIGKILL)
                return None
            pid = os.fork()
            if pid == 0:
                control.detach()
                return _become(json.loads(message), files)
            *given, life = files
            for each in given:
                os.close(each)
            _tell(life, pid)
            watched = os.pidfd_open(pid)
            lives[watched] = pid, life
            changes.register(watched, select.POLLIN)


def _tell(life: int, number: int) -> None:
    with suppress(OSError):  # nobody listens any more
        os.write(life, _NUMBER.pack(number))


def _become(asked: dict[str, Any], files: list[int]) -> list[str]:
    """Take over the output, the environment and the folder of the new process."""
    out, err, _ = files
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.path[0] = asked["cwd"]  # as -m makes it
    words: list[str] = asked["words"]
    return words


def _main() -> None:
    for name in IMPORTED:
        import_module(name)
    gc.collect()
    gc.freeze()
    words = _fork_on_demand(socket.socket(fileno=int(sys.argv[1])))
    if words is not None:
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
