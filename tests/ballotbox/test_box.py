from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from polls.ballotbox import BallotBox
from polls.ballotbox.batch import LARGEST
from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.errors import (
    Absence,
    AlreadyVotedError,
    BrokenError,
    PollsError,
    UnavailableError,
)
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from polls.ballotbox.box import Write


class Writer:
    """Writes when it is let, and keeps what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may_commit = asyncio.Event()
        self.may_commit.set()
        self.answers: list[Exception | None] = []

    async def write(self, ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        self.batches.append([ballot.credential for ballot in ballots])
        await self.may_commit.wait()
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return [Outcome.NEW] * len(ballots)


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
async def box(writer: Writer) -> AsyncIterator[BallotBox]:
    box = BallotBox(writer.write, capacity=5)
    running = asyncio.create_task(box.run())
    yield box
    writer.may_commit.set()
    box.drain()
    await running


def of(voter: str) -> Ballot:
    return Ballot("1", (1,), voter)


async def settle() -> None:
    """Let everything that can run do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_box_writes_a_lone_ballot_at_once(box: BallotBox, writer: Writer) -> None:
    outcome = await box.put(of("Bob"))

    assert outcome is Outcome.NEW
    assert writer.batches == [["Bob"]]


async def test_box_answers_after_the_commit_only(box: BallotBox, writer: Writer) -> None:
    writer.may_commit.clear()

    future = box.put(of("Bob"))
    await settle()

    assert writer.batches == [["Bob"]]
    assert not future.done()
    writer.may_commit.set()
    assert await future is Outcome.NEW


async def test_box_writes_all_that_gathered_in_one_batch(box: BallotBox, writer: Writer) -> None:
    writer.may_commit.clear()
    first = box.put(of("Alice"))
    await settle()
    others = [box.put(of(name)) for name in ("Bob", "Charlie", "Dana")]
    await settle()

    assert writer.batches == [["Alice"]]
    writer.may_commit.set()
    await asyncio.gather(first, *others)
    assert writer.batches == [["Alice"], ["Bob", "Charlie", "Dana"]]


async def test_box_writes_a_crowd_in_order_in_batches_of_a_bounded_size(writer: Writer) -> None:
    box = BallotBox(writer.write)
    futures = [box.put(of(str(number))) for number in range(2 * LARGEST + 1)]
    running = asyncio.create_task(box.run())

    await asyncio.gather(*futures)

    box.drain()
    await running
    sizes = [len(batch) for batch in writer.batches]
    assert max(sizes) == LARGEST
    assert sizes == sorted(sizes, reverse=True)
    assert list(chain.from_iterable(writer.batches)) == [
        str(number) for number in range(2 * LARGEST + 1)
    ]


async def test_box_gives_each_voter_the_own_answer() -> None:
    async def write(ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        by_voter: dict[str, Outcome | PollsError] = {
            "Alice": Outcome.SAME,
            "Bob": AlreadyVotedError(),
            "Charlie": Outcome.CHANGED,
        }
        return [by_voter[ballot.credential] for ballot in ballots]

    alice, bob, charlie = await _answers(write, ["Alice", "Bob", "Charlie"])

    assert [alice, charlie] == [Outcome.SAME, Outcome.CHANGED]
    assert type(bob) is AlreadyVotedError


async def test_box_that_is_full_says_so(box: BallotBox, writer: Writer) -> None:
    writer.may_commit.clear()
    writing = box.put(of("Alice"))
    await settle()
    waiting = [box.put(of(f"Bob {number}")) for number in range(5)]

    with refuses(UnavailableError, match="Too many people are voting"):
        box.put(of("Charlie"))

    assert (box.waiting, box.turned_away) == (5, 1)
    writer.may_commit.set()
    assert await asyncio.gather(writing, *waiting) == [Outcome.NEW] * 6
    assert (box.waiting, box.turned_away) == (0, 1)
    assert await box.put(of("Charlie")) is Outcome.NEW


async def test_box_that_drains_finishes_what_is_inside(writer: Writer) -> None:
    box = BallotBox(writer.write)
    running = asyncio.create_task(box.run())
    writer.may_commit.clear()
    first = box.put(of("Alice"))
    await settle()
    second = box.put(of("Bob"))

    box.drain()
    with refuses(UnavailableError, match="restarting"):
        box.put(of("Charlie"))
    assert not running.done()
    writer.may_commit.set()
    await running

    assert [first.result(), second.result()] == [Outcome.NEW] * 2
    assert writer.batches == [["Alice"], ["Bob"]]


async def test_box_that_drains_empty_ends_at_once(writer: Writer) -> None:
    box = BallotBox(writer.write)
    running = asyncio.create_task(box.run())
    await settle()

    box.drain()

    await asyncio.wait_for(running, 1)
    assert writer.batches == []


async def test_box_answers_a_whole_batch_when_the_database_is_away(
    box: BallotBox,
    writer: Writer,
) -> None:
    writer.answers = [UnavailableError(Absence.DATABASE_AWAY)]

    answers = await asyncio.gather(
        *(box.put(of(name)) for name in ("Alice", "Bob")),
        return_exceptions=True,
    )

    absences = [each.absence for each in answers if isinstance(each, UnavailableError)]
    assert absences == [Absence.DATABASE_AWAY] * 2
    assert await box.put(of("Charlie")) is Outcome.NEW


async def test_box_goes_on_after_a_mistake_in_the_program(box: BallotBox, writer: Writer) -> None:
    writer.answers = [ZeroDivisionError()]

    with capture_logs() as logs:
        answers = await asyncio.gather(
            *(box.put(of(name)) for name in ("Alice", "Bob")),
            return_exceptions=True,
        )

    ((event, number, ballots),) = [(e["event"], e["request_id"], e["ballots"]) for e in logs]
    assert (event, ballots) == ("batch_failed", 2)
    assert [type(answer) for answer in answers] == [BrokenError] * 2
    assert {answer.number for answer in answers if isinstance(answer, BrokenError)} == {number}
    assert await box.put(of("Charlie")) is Outcome.NEW


async def test_box_that_is_started_again_answers_whom_it_left_and_writes_who_waits(
    writer: Writer,
) -> None:
    box = BallotBox(writer.write)
    writer.may_commit.clear()
    running = asyncio.create_task(box.run())
    alice = box.put(of("Alice"))
    await settle()
    bob = box.put(of("Bob"))

    running.cancel()  # any end will do
    await asyncio.wait([running])
    writer.may_commit.set()
    again = asyncio.create_task(box.run())
    answers = await asyncio.gather(alice, bob, return_exceptions=True)
    box.drain()
    await again

    assert isinstance(answers[0], UnavailableError), "whether it was recorded is unknown"
    assert answers[1] is Outcome.NEW
    assert writer.batches == [["Alice"], ["Bob"]]


async def test_box_records_the_ballot_of_a_voter_who_left(box: BallotBox, writer: Writer) -> None:
    writer.may_commit.clear()
    await settle()
    alice, bob, charlie = (box.put(of(name)) for name in ("Alice", "Bob", "Charlie"))
    await settle()

    bob.cancel()
    writer.may_commit.set()

    assert [await alice, await charlie] == [Outcome.NEW] * 2
    assert writer.batches == [["Alice", "Bob", "Charlie"]]
    assert await box.put(of("Dana")) is Outcome.NEW


async def test_box_writes_one_batch_at_a_time() -> None:
    under_way = most = 0

    async def write(ballots: Sequence[Ballot]) -> list[Outcome | PollsError]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await settle()
        under_way -= 1
        return [Outcome.NEW] * len(ballots)

    box = BallotBox(write)
    running = asyncio.create_task(box.run())

    async def vote(number: int) -> None:
        for _ in range(number):
            await asyncio.sleep(0)
        await box.put(of(str(number)))

    await asyncio.gather(*(vote(number) for number in range(50)))

    box.drain()
    await running
    assert most == 1


async def _answers(write: Write, voters: Sequence[str]) -> list[Outcome | BaseException]:
    box = BallotBox(write)
    running = asyncio.create_task(box.run())
    answers = await asyncio.gather(
        *(box.put(of(voter)) for voter in voters),
        return_exceptions=True,
    )
    box.drain()
    await running
    return answers
