"""Commands in a world that is not as they need it: one sentence and a status, no traceback."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

from polls.settings import Settings, SqliteSettings
from tests import prepared
from tests.scenarios.serving import MISTAKES, write_config

if TYPE_CHECKING:
    from pathlib import Path

DISK = 8 * 1024


def test_new_database_on_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "polls.db"
    config = write_config(Settings(sqlite=SqliteSettings(path=path)), tmp_path, port=1)

    for command in ("migrate", "serve"):
        done = subprocess.run(
            [sys.executable, "-m", "polls", command, "--config", config],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK)),
        )

        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"The database file {path} cannot be ")
        assert not [each for each in MISTAKES if each in done.stdout]


def test_output_that_cannot_be_written_is_a_sentence(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    config = write_config(sqlite_settings, tmp_path, port=1)

    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = prepared.polls("list", "--config", str(config), stdout=full.fileno())

    assert done.returncode == 2
    assert done.err == "The output cannot be written: No space left on device.\n"
