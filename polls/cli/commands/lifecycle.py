"""`polls open`, `close`, `reopen`, `publish`, `decide`: a question, moved on by the operator."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from polls.cli.numbers import whole
from polls.cli.options import Config, Key, instant, read_settings, run
from polls.domain.questions import decisions
from polls.domain.questions.log import OPERATOR
from polls.services.questions import deciding, lifecycle, questions
from polls.services.running import databases

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.db.engines.database import Database
    from polls.settings import Settings

T = TypeVar("T")

Opens = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help="Open it automatically at this time instead of now."),
]
Ends = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="WHEN", help="End voting automatically at this time instead of now."
    ),
]
Numbers = Annotated[
    list[int],
    typer.Argument(
        metavar="NUMBER",
        parser=whole(1),
        help="The number of the choice down the ballot, from 1; several if the question has as "
        "many seats.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--closes",
        metavar="WHEN",
        help="When voting ends again; by default it stays open until it is closed.",
    ),
]


def open_(question: Key, config: Config = None, at: Opens = None) -> None:
    """Open a draft for voters; its try-out votes are deleted."""
    opens = instant("--at", at)
    was_closed = _do(config, lambda database: lifecycle.open_(database, question, OPERATOR, opens))
    if opens:
        typer.echo(f"It opens {_written(opens)}.")
    else:
        typer.echo("The question is open." if was_closed else "The question was already open.")


def close(question: Key, config: Config = None, at: Ends = None) -> None:
    """End voting on a question now."""
    closes = instant("--at", at)
    if closes:
        _do(config, lambda database: lifecycle.end_at(database, question, OPERATOR, closes))
        typer.echo(f"Voting ends {_written(closes)}.")
        return
    was_open = _do(config, lambda database: lifecycle.close(database, question, OPERATOR))
    typer.echo("Voting has ended." if was_open else "Voting had already ended.")


def reopen(question: Key, config: Config = None, closes: Until = None) -> None:
    """Reopen voting after it has ended. The question's pages say that it was reopened, and when."""
    until = instant("--closes", closes)
    _do(config, lambda database: lifecycle.reopen(database, question, OPERATOR, until))
    typer.echo("The question is open again.")


def publish(question: Key, config: Config = None) -> None:
    """Publish a result that only the organiser has seen so far."""
    _do(config, lambda database: lifecycle.publish(database, question, OPERATOR))
    typer.echo("Everyone can see the result now.")


def decide(question: Key, choices: Numbers, config: Config = None) -> None:
    """Decide for a choice when voting has ended, whatever the vote said."""
    was_other = _do(config, lambda database: _decide(database, question, choices))
    typer.echo("Decided." if was_other else "That was the decision already.")


def undecide(question: Key, config: Config = None) -> None:
    """Take a decision back."""
    was_decided = _do(config, lambda database: deciding.undecide(database, question, OPERATOR))
    typer.echo("The decision was taken back." if was_decided else "Nothing had been decided.")


async def _decide(database: Database, key: str, numbers: list[int]) -> bool:
    question = await questions.get(database, key)
    ids = {question.numbers[choice.id]: choice.id for choice in decisions.choices(question)}
    if not set(numbers) <= ids.keys():
        offered = " ".join(map(str, ids))
        raise typer.BadParameter(
            f"The question has no such choice; these can be decided for: {offered}",
            param_hint="NUMBER",
        )
    return await deciding.decide(database, key, OPERATOR, [ids[number] for number in numbers])


def _do(config: Config, work: Callable[[Database], Awaitable[T]]) -> T:
    return run(_opened(read_settings(config), work))


async def _opened(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async with databases.opened(settings) as database:
        return await work(database)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
