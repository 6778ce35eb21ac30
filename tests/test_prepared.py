"""Processes that are forked behave as those that Python starts itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from tests import prepared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import os, sys, time

print(sys.argv[1:], os.environ["FRUIT"], os.getcwd(), sorted(os.listdir("/proc/self/fd")), __name__)
print("done", file=sys.stderr, flush=True)
if sys.argv[1] == "wait":
    time.sleep(60)
sys.exit(7)
"""


@contextmanager
def running(folder: Path, *words: str) -> Iterator[tuple[prepared.Process, Path, Path]]:
    """Start the program above from its file in `folder`."""
    (folder / "fruit_teller.py").write_text(PROGRAM)
    out, err = folder / "out", folder / "err"
    with out.open("wb") as output, err.open("wb") as errors:
        process = prepared.start(
            ("-m", "fruit_teller", *words),
            stdout=output.fileno(),
            stderr=errors.fileno(),
            env={"FRUIT": "a fig"},
        )
    yield process, out, err
    process.kill()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_process_has_its_own_words_files_and_environment(here: Path) -> None:
    with running(here, "tell", "--loud") as (process, out, err):
        status = await process.wait()

    assert (status, process.returncode) == (7, 7)
    # The fourth is that of the folder which is listed.
    told = ["tell", "--loud"], "a fig", str(here), ["0", "1", "2", "3"], "__main__"
    assert out.read_text() == " ".join(map(str, told)) + "\n"
    assert err.read_text() == "done\n"


async def test_process_is_killed_by_its_number(here: Path) -> None:
    with running(here, "wait") as (process, _, err):
        while not err.read_text():
            time.sleep(0.01)
        assert process.returncode is None
        os.kill(process.pid, signal.SIGKILL)

        assert await process.wait() == -signal.SIGKILL

    process.kill()  # which has ended


def test_processes_end_with_the_one_that_asked_for_them() -> None:
    asking = (
        "import subprocess, sys; from tests import prepared;"
        "started = prepared.start(('-m', 'http.server', '0'), stdout=1, stderr=2);"
        "print(started.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", asking],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as asker:
        assert asker.stdout is not None
        started = psutil.Process(int(asker.stdout.readline()))
        assert started.is_running()

        asker.kill()
        started.wait(10)
