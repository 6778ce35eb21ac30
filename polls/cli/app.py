"""The command `polls` and its subcommands."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import Annotated

import typer

from polls import __version__
from polls.cli.commands import (
    approve,
    ask,
    backup,
    config,
    delete,
    export,
    invite,
    key,
    lifecycle,
    migrate,
    organiser,
    purge,
    recount,
    sample,
    serve,
)
from polls.cli.commands import import_ as importing
from polls.cli.commands import list as list_
from polls.cli.help import Command, Commands
from polls.cli.offline import count, verify
from polls.cli.options import COULD_NOT_START, Config

app = typer.Typer(
    name="polls",
    help="Ask a group, count every vote once, show an answer that everyone can trust.",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
command = partial(app.command, cls=Command)
command()(serve.serve)
command()(migrate.migrate)
command()(sample.sample)
command()(ask.ask)
command(name="open")(lifecycle.open_)
command()(lifecycle.close)
command()(lifecycle.reopen)
command()(lifecycle.publish)
command()(lifecycle.decide)
command()(lifecycle.undecide)
command()(organiser.organiser)
command()(delete.delete)
command()(purge.purge)
command()(approve.approve)
command()(invite.invite)
command(name="list")(list_.list_)
command()(recount.recount)
command()(key.key)
command()(backup.backup)
command()(backup.restore)
command()(export.export)
command(name="import")(importing.import_)
command()(count.count)
command()(verify.verify)
command()(config.config)


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if value:
        typer.echo(f"polls {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version",
        callback=_show_version,
        is_eager=True,
        help="Print the version and exit.",
    ),
]


@app.callback()
def root(config: Config = None, *, _version: Version = False) -> None:
    """Ask a group, count every vote once, show an answer that everyone can trust.

    Exit status: 0 success, 1 the command found something wrong, 2 it was called wrongly or could
    not start.
    """
    del config  # the commands read it from here


def main() -> None:
    """Run the command line."""
    try:
        try:
            app()
        finally:
            if sys.stdout:
                sys.stdout.flush()  # here, for what goes wrong at the very end ends in a traceback
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        with suppress(OSError):
            typer.echo(f"The output cannot be written: {error.strerror}.", err=True)
        sys.exit(COULD_NOT_START)
