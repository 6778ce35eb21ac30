"""The server with a mistake in it that every vote meets.

The negative control of the look into the logs of all scenarios.
"""

from __future__ import annotations

import polls.main
from polls.ballotbox import BallotBox
from polls.cli import main as run


class MistakenBox(BallotBox):
    def put(self, *_ballots: object) -> None:  # type: ignore[override]
        raise ZeroDivisionError


if __name__ == "__main__":
    vars(polls.main)["BallotBox"] = MistakenBox
    run()
