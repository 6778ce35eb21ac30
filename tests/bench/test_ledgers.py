from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bench import ledgers
from bench.ledgers import Check
from polls.ballotbox import Writer
from polls.domain.ballots.ballots import Ballot
from polls.domain.electorate.credentials import question_token
from polls.services.running import databases

if TYPE_CHECKING:
    from bench.stores import Store
    from polls.settings import Settings


def ballot(choice_id: int, token: str) -> Ballot:
    return Ballot("1", (choice_id,), f"browser:{question_token(token, '1')}")


def record(settings: Settings, *ballots: Ballot) -> None:
    async def write() -> None:
        async with databases.opened(settings) as database:
            await Writer(database, announce=lambda _key: None).write(ballots)

    asyncio.run(write())


def test_every_vote_is_found_by_the_token_of_its_voter(settings: Settings, store: Store) -> None:
    record(settings, ballot(3, "before"))
    first = ledgers.length(store)
    record(settings, ballot(1, "bob"), ballot(2, "dana"))

    expected = ledgers.expected(store, {"bob": (1,), "dana": (2,)})

    assert first == 1
    assert sorted(ledgers.ballots(store, first)) == sorted(expected)
    assert ledgers.strangers(expected, ledgers.ballots(store, first)) is None


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ([(b"bob", "[1]")], None),
        ([(b"bob", "[2]")], "1 ballots are of nobody who voted, 0 are there twice"),
        ([(b"eve", "[1]")], "1 ballots are of nobody who voted, 0 are there twice"),
        ([(b"bob", "[1]")] * 2, "0 ballots are of nobody who voted, 1 are there twice"),
    ],
)
def test_ballots_that_nobody_cast_are_noticed(
    found: list[ledgers.Row],
    problem: str | None,
) -> None:
    assert ledgers.strangers([(b"bob", "[1]"), (b"dana", "[2]")], found) == problem


@pytest.mark.parametrize(
    ("acknowledged", "unknown", "recorded", "is_passed"),
    [
        (100, 0, 100, True),
        (100, 0, 99, False),
        (100, 0, 101, False),
        (100, 2, 102, True),
        (100, 2, 103, False),
    ],
)
def test_check_passes_if_exactly_the_acknowledged_votes_are_recorded(
    acknowledged: int,
    unknown: int,
    recorded: int,
    is_passed: bool,
) -> None:
    assert Check("Polls", acknowledged, unknown, recorded).is_passed is is_passed
    assert not Check("Polls", acknowledged, unknown, recorded, "a counter is wrong").is_passed
