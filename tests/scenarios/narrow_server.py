"""The server where the system allows few open files, as it does by default."""

from __future__ import annotations

import resource

from polls.cli import main as run

OPEN_FILES = 1_024


def narrow() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


if __name__ == "__main__":
    narrow()
    run()
