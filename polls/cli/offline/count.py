"""`polls count`: the ballots of a file by any method, with every round told."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from polls.cli import tables
from polls.cli.counting import Given
from polls.cli.numbers import whole
from polls.cli.options import Config, stop
from polls.domain.counting import lots, options, profiles, records
from polls.domain.counting.option_problems import (
    HasOneWinner,
    NotChoices,
    OtherBallots,
    ScoresTooHigh,
    UnknownMethod,
)
from polls.domain.counting.outcomes import CountResult
from polls.domain.errors import PollsError
from polls.domain.methods import METHODS, Method
from polls.domain.text import words
from polls.formats import files
from polls.formats.elections import RANKING, SCORES, Election
from polls.presentation.refusals import sentence
from polls.presentation.results import sentences

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="The file of ballots; its ending tells the format.",
    ),
]
MethodName = Annotated[
    str,
    typer.Option("--method", "-m", metavar="METHOD", help=f"One of {', '.join(METHODS)}."),
]
Seats = Annotated[
    int | None,
    typer.Option(
        "--seats",
        parser=whole(1),
        metavar="N",
        help="How many win; by default as the file says, or 1.",
    ),
]
Seed = Annotated[
    str,
    typer.Option(
        "--seed",
        metavar="TEXT",
        help="Sets the order of the lots, unless the file has one: by SHA-256 of this text "
        "and each choice's number.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"The format, if the file's ending does not tell it: {', '.join(files.READERS)}.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print the whole result as JSON, for programs.")
]


def count(  # noqa: PLR0913 - one parameter an option
    file: File,
    method: MethodName = "instant_runoff",
    config: Config = None,  # noqa: ARG001 - every command takes it
    *,
    seats: Seats = None,
    option: Given = None,
    seed: Seed = "",
    format_: Format = None,
    as_json: AsJson = False,
) -> None:
    """Count the ballots of a file. Needs no database."""
    try:
        election = files.read(file, format_)
        chosen = _method(method)
        result = _counted(election, chosen, seats, option or [], seed)
    except PollsError as error:
        stop(sentence(error))
    if election.is_guess:
        typer.echo(f"{file} is not in UTF-8: it was read as Windows-1252.", err=True)
    if seats is None and (election.seats or 1) > 1 and not chosen.has_seats:
        typer.echo(
            f"{file} has {election.seats} seats. {chosen.title} elects one winner.", err=True
        )
    if as_json:
        typer.echo(json.dumps(_plain(election, chosen, result), ensure_ascii=False, indent=2))
    else:
        _print(election, chosen, result)


def _method(name: str) -> Method:
    try:
        return METHODS[name]
    except KeyError:
        raise options.OptionError(UnknownMethod(name, tuple(METHODS))) from None


def _counted(
    election: Election,
    method: Method,
    seats: int | None,
    given: list[str],
    seed: str,
) -> CountResult:
    pairs = options.pairs(given)
    for known in options.declared(method.options):
        # Borda's option has the same name, and other words: it says what unranked choices get.
        if known.name == "unranked" and election.unranked in known.values:
            pairs.setdefault("unranked", election.unranked)
        if known.name == "highest" and election.highest is not None:
            pairs.setdefault("highest", str(election.highest))
    wanted = seats or (election.seats if method.has_seats else None) or 1
    if wanted > 1 and not method.has_seats:
        raise options.OptionError(HasOneWinner(method.title))
    ids = {choice: str(choice + 1) for choice in range(len(election.names))}
    order = lots.completed(election.tie_order or lots.order(seed.encode(), ids), ids)
    read = options.read(method.options, pairs)
    _check_choices(read, len(election.names))
    profile = _fitting(election, method)
    if method.ballot == SCORES:
        _check_scores(method, read, profiles.highest_score(profile))
    return method.count(profile, read, wanted, order)


def _check_choices(read: Any, size: int) -> None:
    for each in dataclasses.fields(read):
        value = getattr(read, each.name)
        if isinstance(value, tuple) and not set(value) <= set(range(size)):
            raise options.OptionError(NotChoices(each.name, size))


def _check_scores(method: Method, read: Any, given: int) -> None:
    """Refuse higher scores than the method counts: it would leave out the ballots with them."""
    highest = getattr(read, "highest", None)
    most = len(method.labels) - 1 if highest is None else highest
    if given > most:
        raise options.OptionError(
            ScoresTooHigh(method.title, most, given, has_option=highest is not None)
        )


def _fitting(election: Election, method: Method) -> profiles.Profile[Any]:
    """Return the ballots as the method wants them; rankings also say what people approve of."""
    if election.ballot == method.ballot:
        return election.profile
    if election.ballot == RANKING and method.has_one_mark:
        return profiles.first_places(election.profile)
    if method.ballot in election.others and not method.has_one_mark:
        return election.others[method.ballot]
    if election.ballot == RANKING and method.ballot == "marks":
        return profiles.ranked(election.profile)
    raise options.OptionError(OtherBallots(method.title, method.ballot, election.ballot))


def _print(election: Election, method: Method, result: CountResult) -> None:
    console = Console(markup=False, highlight=False, emoji=False)
    names = election.names
    console.print(sentences.outcome(result, names))
    console.print(
        f"{method.title}: {_counted_ballots(result)}"
        + "".join(f", {words.number(n)} {what}" for n, what in _left_out(result)),
    )
    for table in tables.of(result, names):
        console.print(table)
    for line in (*sentences.steps(result, names), *sentences.ties(result, names)):
        console.print(line)


def _counted_ballots(result: CountResult) -> str:
    counted = words.number(result.ballots)
    return f"{counted} {'ballot' if result.ballots == 1 else 'ballots'}"


def _left_out(result: CountResult) -> list[tuple[Any, str]]:
    return [each for each in ((result.blank, "blank"), (result.invalid, "invalid")) if each[0]]


def _plain(election: Election, method: Method, result: CountResult) -> dict[str, Any]:
    return {
        "title": election.title,
        "method": method.name,
        "choices": list(election.names),
        "sentence": sentences.outcome(result, election.names),
        **records.record(result, int),
    }
