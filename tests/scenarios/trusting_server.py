"""The server with one mistake: it never looks whether its database file is still there.

The negative control of the tests that take the file away: with it they must find lost votes.
"""

from __future__ import annotations

from polls.cli import main as run
from polls.db.engines.files import Files


def _believe(_files: Files, *, is_same: bool) -> None:
    del is_same


if __name__ == "__main__":
    setattr(Files, "_note", _believe)  # noqa: B010 - mypy minds the plain assignment
    run()
