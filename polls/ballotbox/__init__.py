"""The group-commit writer: ballots that come while one commit runs share the next one."""

from polls.ballotbox.box import BallotBox
from polls.ballotbox.writer import Writer

__all__ = ["BallotBox", "Writer"]
