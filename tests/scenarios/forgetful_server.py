"""The server that forgets who was there: each use of a code is another voter, each seat is free.

The negative control of the tests of fifty who come at once.
"""

from __future__ import annotations

import itertools

import polls.db.writer.admissions
import polls.domain.electorate.invitation_codes
from polls.cli import main as run

if __name__ == "__main__":
    uses = itertools.count()
    vars(polls.db.writer.admissions)["networks"] = lambda *_: {}
    vars(polls.domain.electorate.invitation_codes)["credential"] = lambda code: (
        f"{code} {next(uses)}"
    )
    run()
