"""What becomes of ballots, counted a batch at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from polls.domain.ballots.ballots import Outcome
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.errors import (
    AlreadyVotedError,
    CannotWithdrawError,
    CodeNeededError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionDeletedError,
    QuestionNotFoundError,
    RevokedCodeError,
    TooManyFromNetworkError,
    UnavailableError,
    WrongCodeError,
)
from polls.metrics.histogram import Histogram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.ballotbox.box import Write
    from polls.domain.ballots.ballots import Ballot

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000)
"""Up to the largest batch there is."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
"""From a fast disk to where every ballot of the batch is overdue."""

_RECORDED = tuple((outcome, outcome.name.lower()) for outcome in Outcome)
_REFUSED: dict[type[PollsError], str] = {
    QuestionNotFoundError: "not_found",
    QuestionDeletedError: "deleted",
    NotYetOpenError: "not_yet_open",
    QuestionClosedError: "closed",
    AlreadyVotedError: "already_voted",
    CannotWithdrawError: "cannot_withdraw",
    InvalidSelectionError: "invalid",
    InvalidNameError: "invalid",
    CodeNeededError: "wrong_code",
    WrongCodeError: "wrong_code",
    RevokedCodeError: "revoked_code",
    TooManyFromNetworkError: "network_full",
}
_OTHER = "other"
"""A kind of refusal that is not listed above: counting must not fail."""

_UNAVAILABLE = "unavailable"
_BROKEN = "broken"


class Batches:
    """Counts ballots by outcome, and batches by size and duration."""

    def __init__(self) -> None:
        names = [name for _, name in _RECORDED] + [
            *_REFUSED.values(),
            _OTHER,
            _UNAVAILABLE,
            _BROKEN,
        ]
        self.votes = dict.fromkeys(names, 0)
        """Outcome → ballots."""
        self.sizes = Histogram(SIZES)
        self.seconds = Histogram(SECONDS)

    def counted(self, write: Write) -> Write:
        """Return `write` as it is, and counted."""

        async def write_and_count(ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
            started = time.perf_counter()
            try:
                outcomes = await write(ballots)
            except Exception as error:
                is_away = isinstance(error, UnavailableError)
                self.votes[_UNAVAILABLE if is_away else _BROKEN] += len(ballots)
                raise
            finally:
                self.sizes.add(len(ballots))
                self.seconds.add(time.perf_counter() - started)
            self._count(outcomes)
            return outcomes

        return write_and_count

    def _count(self, outcomes: list[Outcome | PollsError]) -> None:
        # By list.count, which takes some ten nanoseconds a ballot; nearly all are new.
        left = len(outcomes)
        for outcome, name in _RECORDED:
            number = outcomes.count(outcome)
            self.votes[name] += number
            left -= number
            if not left:
                return
        for refusal in outcomes:
            if isinstance(refusal, PollsError):
                self.votes[_REFUSED.get(type(refusal), _OTHER)] += 1
