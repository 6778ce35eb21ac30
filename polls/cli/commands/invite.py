"""`polls invite`: codes for those who may vote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polls.cli import links
from polls.cli.amounts import counted
from polls.cli.numbers import whole
from polls.cli.options import Config, Key, read_settings, run, stop
from polls.cli.printing import need_output, print_once
from polls.domain.electorate.invitees import MOST_AT_ONCE, Invitee, read
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.questions.log import OPERATOR
from polls.formats.reading.encodings import decoded
from polls.presentation.refusals import sentence
from polls.services.running import databases
from polls.services.voters import invitations
from polls.services.voters.invitations import Made
from polls.settings import Settings

Count = Annotated[
    int | None,
    typer.Option(
        "--count",
        parser=whole(1, MOST_AT_ONCE),
        metavar="N",
        help="How many codes to make, without names.",
    ),
]
List = Annotated[
    Path | None,
    typer.Option(
        "--list",
        metavar="FILE",
        help="Make a code for each line of a file: a name and, if you like, a weight, as in "
        "“Anna Berg;3”.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A new file for the codes, which only you can read; by default standard output.",
    ),
]

_YOURS_ONLY = 0o600


def invite(
    question: Key,
    config: Config = None,
    *,
    count: Count = None,
    list_: List = None,
    output: Output = None,
) -> None:
    """Make codes for a question that uses invitations. Prints them as CSV, only this once."""
    if output is None:
        need_output()
    settings = read_settings(config)
    if (count is None) == (list_ is None):
        raise typer.BadParameter("give either --count or --list")
    invitees = None if list_ is None else _read(list_)
    # The file first: codes that could not be written would be lost.
    if output is not None:
        _create(output)
    try:
        made = run(_invite(settings, question, invitees, count or 0))
    except (typer.Exit, SystemExit):  # Ctrl-C is the latter
        if output is not None:
            output.unlink()
        raise
    codes = invitations.file(made, links.page(settings, question))
    unseen = (
        f"Nobody has seen what was made ({counted(len(made), 'code')}): replace or"
        " revoke it on the organiser's page of invitations."
    )
    if output is None:
        print_once(codes.decode("utf-8-sig"), otherwise=unseen)
        return
    try:
        output.write_bytes(codes)
    except OSError as error:
        stop(f"{output} cannot be written: {error.strerror}. {unseen}")
    typer.echo(f"Wrote {counted(len(made), 'code')} to {output}.", err=True)


async def _invite(
    settings: Settings,
    key: str,
    invitees: list[Invitee] | None,
    count: int,
) -> list[Made]:
    async with databases.opened(settings) as database:
        if invitees is None:
            return await invitations.make(database, key, count, OPERATOR)
        return await invitations.invite(database, key, invitees, OPERATOR)


def _read(file: Path) -> list[Invitee]:
    try:
        return read(decoded(file.read_bytes()).text)
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}")
    except InvalidListError as error:
        stop(sentence(error))


def _create(file: Path) -> None:
    try:
        file.touch(mode=_YOURS_ONLY, exist_ok=False)
    except FileExistsError:
        stop(
            f"{file} is there already, and is not overwritten: it may hold codes. Name a new file."
        )
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}")
