from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from polls.db.engines.changes import Change
from polls.domain.questions.rules import Policy, Voters
from polls.live import Policies
from polls.live.kept.policies import CAPACITY, LIFETIME

OPEN = Policy(Voters.ANYONE)
SETTLED = Policy(Voters.ANYONE, is_settled=True)


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Table:
    """Says what it holds, each when it may."""

    holds: Policy | None = OPEN
    looked: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def __call__(self, _key: str) -> Policy | None:
        self.looked += 1
        found = self.holds
        await self.may_answer.wait()
        if self.failure:
            raise self.failure
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def policies(table: Table, clock: Clock) -> Policies:
    return Policies(table, clock)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_policy_is_looked_up_once_for_many(policies: Policies, table: Table) -> None:
    table.may_answer.clear()
    asked = [asyncio.create_task(policies.of("1")) for _ in range(50)]
    await settle()
    table.may_answer.set()

    found = await asyncio.gather(*asked)

    assert set(found) == {OPEN}
    assert table.looked == 1


async def test_policy_is_looked_up_again_after_a_change(policies: Policies, table: Table) -> None:
    await policies.of("1")
    table.holds = Policy(Voters.NAMED)
    policies.changed(Change("2", 1))
    before = await policies.of("1")
    policies.changed(Change("1", 1))

    after = await policies.of("1")

    assert (before.voters, after.voters) == (Voters.ANYONE, Voters.NAMED)


async def test_policy_is_looked_up_again_after_a_while(
    policies: Policies,
    table: Table,
    clock: Clock,
) -> None:
    await policies.of("1")
    clock.now += LIFETIME

    await policies.of("1")

    assert table.looked == 2


async def test_policy_that_is_settled_outlives_votes_and_time(
    policies: Policies,
    table: Table,
    clock: Clock,
) -> None:
    table.holds = SETTLED
    await policies.of("1")
    for version in range(100):
        policies.changed(Change("1", version))
        clock.now += LIFETIME

        assert await policies.of("1") == SETTLED

    assert table.looked == 1


async def test_policy_that_is_settled_is_looked_up_again_when_anything_may_have_changed(
    policies: Policies,
    table: Table,
) -> None:
    table.holds = SETTLED
    await policies.of("1")
    table.holds = OPEN
    policies.changed(None)

    assert await policies.of("1") == OPEN


async def test_policy_that_was_on_its_way_during_a_change_is_not_remembered(
    policies: Policies,
    table: Table,
) -> None:
    table.may_answer.clear()
    early = asyncio.create_task(policies.of("1"))
    await settle()
    table.holds = Policy(Voters.NAMED)
    policies.changed(Change("1", 1))
    late = asyncio.create_task(policies.of("1"))
    await settle()
    table.may_answer.set()

    assert (await early).voters is Voters.ANYONE
    assert (await late).voters is Voters.NAMED
    assert (await policies.of("1")).voters is Voters.NAMED
    assert table.looked == 2


async def test_policy_of_no_question_is_the_usual_one_and_not_remembered(
    policies: Policies,
    table: Table,
) -> None:
    table.holds = None

    assert await policies.of("1") == Policy()
    assert await policies.of("1") == Policy()
    assert table.looked == 2


async def test_failure_is_told_and_not_remembered(policies: Policies, table: Table) -> None:
    table.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await policies.of("1")
    table.failure = None

    assert await policies.of("1") == OPEN


async def test_who_gives_up_waiting_spoils_it_for_nobody(policies: Policies, table: Table) -> None:
    table.may_answer.clear()
    one, other = (asyncio.create_task(policies.of("1")) for _ in range(2))
    await settle()
    one.cancel()
    await settle()
    table.may_answer.set()

    assert await other == OPEN
    assert table.looked == 1


async def test_policies_are_bounded(policies: Policies, table: Table) -> None:
    for number in range(CAPACITY + 1):
        await policies.of(str(number))

    await policies.of("1")
    assert table.looked == CAPACITY + 1
    await policies.of("0")
    assert table.looked == CAPACITY + 2
