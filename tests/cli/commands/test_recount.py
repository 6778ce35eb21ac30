from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, update

from polls.db.schema import choice
from tests import asking, ledgers
from tests.cli.conftest import NO_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from polls.db.engines.database import Database
    from tests.cli.conftest import Terminal

    Inside = Callable[[Callable[[Database], Coroutine[Any, Any, Any]]], Any]


def tamper(inside: Inside) -> None:
    """Give the first choice of question 1 a vote that nobody cast."""

    async def add_a_vote(database: Database) -> None:
        await database.write(
            Connection.execute, update(choice).values(votes=1).where(choice.c.id == 1)
        )

    inside(add_a_vote)


def test_recount_finds_every_counter_right(terminal: Terminal) -> None:
    terminal.polls("sample")

    said = terminal.polls("recount")

    assert (said.status, said.out, said.err) == (
        0,
        "Recounted 5 questions with 0 ballots: every counter is right.\n",
        "",
    )


def test_recount_of_nothing_is_right(terminal: Terminal) -> None:
    said = terminal.polls("recount")

    assert (said.status, said.out) == (
        0,
        "Recounted 0 questions with 0 ballots: every counter is right.\n",
    )


def test_recount_exits_with_one_on_a_difference(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("sample")
    tamper(inside)

    said = terminal.polls("recount")

    assert said.status == 1
    assert said.out.splitlines() == [
        "1: “Not much” shows 1, its ballots are 0",
        "Recounted 5 questions with 0 ballots: 1 question with differences.",
    ]


def test_recount_of_one_question_looks_at_that_one_only(
    terminal: Terminal,
    inside: Inside,
) -> None:
    terminal.polls("sample")
    tamper(inside)

    wrong = terminal.polls("recount", "--question", "1")
    right = terminal.polls("recount", "--question", "2")

    assert wrong.status == 1
    assert (right.status, right.out) == (
        0,
        "Recounted 1 question with 0 ballots: every counter is right.\n",
    )


def test_recount_says_when_there_is_no_such_question(terminal: Terminal) -> None:
    said = terminal.polls("recount", "--question", "99")

    assert (said.status, said.out) == (2, "")
    assert said.err == NO_QUESTION


def test_recount_says_who_won_where_voting_has_ended(terminal: Terminal, inside: Inside) -> None:
    circle = [((1, 2, 3), 10), ((2, 3, 1), 7), ((3, 1, 2), 5), ((2, 1, 3), 2)]

    async def vote(database: Database) -> None:
        for method in ("schulze", "borda"):
            key = await asking.ask(
                database, "Who?", ["Alice", "Bob", "Charlie"], method=method, max_choices=None
            )
            for selection, number in circle:
                await ledgers.append(database, key, *[selection] * number)
        await ledgers.append(database, await asking.ask(database), (1,))
        for key in ("1", "2"):
            await asking.close(database, key)

    terminal.polls("migrate")
    inside(vote)

    said = terminal.polls("recount")

    assert said.status == 0
    assert sorted(said.out.splitlines()) == [
        (
            "1: Alice won by Schulze: it wins 1 of its 2 head-to-head comparisons, "
            "and no choice wins all of them."
        ),
        "2: Bob won with 28 points.",
        "Recounted 3 questions with 49 ballots: every counter is right.",
    ]
