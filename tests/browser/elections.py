"""Known elections, to look at what the pages make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests import asking, ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.db.engines.database import Database


class Election(NamedTuple):
    """Who stands, and the rankings with their counts; choices count from 1."""

    text: str
    choices: Sequence[str]
    ballots: Mapping[tuple[Any, ...], int]


TENNESSEE = Election(
    "Where shall the capital be?",
    ("Memphis", "Nashville", "Chattanooga", "Knoxville"),
    {(1, 2, 3, 4): 42, (2, 3, 4, 1): 26, (3, 4, 2, 1): 15, (4, 3, 2, 1): 17},
)

BURLINGTON = Election(
    "Who shall be mayor of Burlington?",
    ("Andy Montroll", "Bob Kiss", "Kurt Wright", "Dan Smith", "James Simpson"),
    {
        (1, 2, 3): 133,
        (2, 1, 3): 204,
        (3, 1, 2): 150,
        (2, 1, 4, 3): 49,
        (1, 3): 77,
        (1,): 46,
        (3, 1, 4): 51,
        (2,): 57,
        (3,): 120,
        (4, 3): 44,
        (4, 1, 2): 52,
        (4, 2): 33,
        (5, 2): 3,
        (5,): 1,
    },
)
"""Its five choices, in the proportions of its 8,980 ballots of 2009, at a tenth."""

FRUIT = Election(
    "Which three fruits?",
    ("Orange", "Apple", "Pear", "Cherry", "Melon", "A long-named dragon fruit from far away"),
    {
        (1, 3, 2): 31,
        (1, 2): 20,
        (1,): 6,
        (2, 1, 4): 12,
        (3, 4): 14,
        (4, 3, 5): 9,
        (5, 4): 8,
        (5,): 3,
        (6, 5, 3): 5,
        (6,): 2,
    },
)
"""For several seats: a surplus, transfers of parts, ballots that name no other."""


def crowd(number: int) -> Election:
    """Return an election with so many choices, of which each has one vote more than the next."""
    ballots = {
        (place, 1 + (place * 7) % number, 1 + (place * 3 + 1) % number): number - place + 1
        for place in range(1, number + 1)
    }
    distinct = {tuple(dict.fromkeys(each)): count for each, count in ballots.items()}
    return Election(f"Which of {number}?", [f"Choice {n}" for n in range(1, number + 1)], distinct)


async def held(database: Database, election: Election, method: str, **values: Any) -> str:
    """Ask the question of an election, and put its ballots in; return its key."""
    values = {"max_choices": None, "is_listed": False} | values
    key = await asking.ask(
        database,
        election.text,
        election.choices,
        method=method,
        **values,
    )
    await append(database, key, election.ballots)
    return key


async def append(database: Database, key: str, ballots: Mapping[tuple[Any, ...], int]) -> None:
    """Put more ballots in."""
    await ledgers.append(
        database,
        key,
        *(each for each, count in ballots.items() for _ in range(count)),
    )
