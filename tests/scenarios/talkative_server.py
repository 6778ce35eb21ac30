"""The server with one mistake: it waits for its log, and fails with it.

The negative control of the tests whose logs nobody takes: with it they must find a server that
stands still.
"""

from __future__ import annotations

import os

from polls.cli import main as run
from polls.output import Output


def _write_at_once(output: Output, lines: bytes) -> None:
    os.write(output._number, lines)


if __name__ == "__main__":
    setattr(Output, "_add", _write_at_once)  # noqa: B010 - mypy minds the plain assignment
    run()
