"""The server with one mistake: it says “recorded” before the commit.

The negative control of the tests that kill the server: with it they must find lost votes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import polls.main
from polls.ballotbox import BallotBox
from polls.cli import main as run
from polls.domain.ballots.ballots import Outcome

if TYPE_CHECKING:
    from polls.domain.ballots.ballots import Ballot


class EarlyBallotBox(BallotBox):
    def put(self, ballot: Ballot) -> asyncio.Future[Outcome]:
        super().put(ballot)
        promise: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        promise.set_result(Outcome.NEW)
        return promise


if __name__ == "__main__":
    vars(polls.main)["BallotBox"] = EarlyBallotBox
    run()
