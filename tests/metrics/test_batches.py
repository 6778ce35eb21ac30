from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError, SelectionFault
from polls.domain.errors import (
    Absence,
    AlreadyVotedError,
    CannotWithdrawError,
    CodeNeededError,
    MalformedBallotError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionDeletedError,
    QuestionNotFoundError,
    RevokedCodeError,
    TooManyFromNetworkError,
    UnavailableError,
    WithdrawalConflict,
    WrongCodeError,
)
from polls.metrics.batches import SIZES, Batches
from polls.metrics.histogram import Histogram

if TYPE_CHECKING:
    from collections.abc import Sequence

BALLOT = Ballot("1", (1,), "browser:bob")


async def counted(batches: Batches, *outcomes: Outcome | PollsError) -> object:
    """Count a batch of ballots with these outcomes; return what the writer's caller gets."""

    async def write(ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        assert len(ballots) == len(outcomes)
        return list(outcomes)

    return await batches.counted(write)([BALLOT] * len(outcomes))


async def test_batches_count_every_outcome() -> None:
    batches = Batches()
    outcomes: list[Outcome | PollsError] = [
        *[Outcome.NEW] * 7,
        *[Outcome.SAME] * 6,
        *[Outcome.CHANGED] * 5,
        *[Outcome.WITHDRAWN] * 2,
        *[QuestionNotFoundError()] * 4,
        *[QuestionClosedError()] * 3,
        *[AlreadyVotedError()] * 2,
        CannotWithdrawError(WithdrawalConflict.IS_FINAL),
        InvalidSelectionError(SelectionFault.RANKED_TWICE),
        InvalidNameError(()),
        QuestionDeletedError(),
        NotYetOpenError(),
        WrongCodeError(),
        CodeNeededError(),
        RevokedCodeError(),
        TooManyFromNetworkError(),
        MalformedBallotError(),
    ]

    answers = await counted(batches, *outcomes)

    assert answers == outcomes
    assert batches.votes == {
        "new": 7,
        "same": 6,
        "changed": 5,
        "withdrawn": 2,
        "not_found": 4,
        "closed": 3,
        "already_voted": 2,
        "cannot_withdraw": 1,
        "invalid": 2,
        "deleted": 1,
        "not_yet_open": 1,
        "wrong_code": 2,
        "revoked_code": 1,
        "network_full": 1,
        "other": 1,
        "unavailable": 0,
        "broken": 0,
    }


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(UnavailableError(Absence.DATABASE_AWAY), "unavailable"), (LookupError("bug"), "broken")],
)
async def test_batches_count_what_failed_and_let_it_fail(error: Exception, outcome: str) -> None:
    batches = Batches()

    async def fail(_ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        raise error

    with pytest.raises(type(error)):
        await batches.counted(fail)([BALLOT] * 3)

    assert {name: number for name, number in batches.votes.items() if number} == {outcome: 3}
    assert batches.sizes.sum == 3
    assert batches.seconds.buckets()[-1] == ("+Inf", 1)


async def test_batches_are_sorted_by_size() -> None:
    batches = Batches()

    for size in (1, 3, 1_000):
        await counted(batches, *[Outcome.NEW] * size)

    found = dict(batches.sizes.buckets())
    assert (found["1.0"], found["2.0"], found["4.0"], found["512.0"]) == (1, 1, 2, 2)
    assert found[f"{float(SIZES[-1])}"] == found["+Inf"] == 3
    assert batches.sizes.sum == 1_004


def test_histogram_counts_a_bound_into_its_bucket() -> None:
    histogram = Histogram((0.5, 1))

    for value in (0.5, 0.6, 1, 1.5):
        histogram.add(value)

    assert histogram.buckets() == [("0.5", 1), ("1.0", 3), ("+Inf", 4)]
    assert histogram.sum == 3.6
