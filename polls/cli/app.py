"""The command `polls` and its subcommands."""

from __future__ import annotations

from typing import Annotated

import typer

from polls import __version__
from polls.cli import (
    approve,
    ask,
    config,
    count,
    delete,
    export,
    invite,
    lifecycle,
    migrate,
    organiser,
    purge,
    recount,
    sample,
    serve,
)
from polls.cli import import_ as importing
from polls.cli import list as list_
from polls.cli.options import Config

app = typer.Typer(
    name="polls",
    help="Ask a group, count every vote once, show an answer that everyone can trust.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serve.serve)
app.command()(migrate.migrate)
app.command()(sample.sample)
app.command()(ask.ask)
app.command(name="open")(lifecycle.open_)
app.command()(lifecycle.close)
app.command()(lifecycle.reopen)
app.command()(lifecycle.publish)
app.command()(organiser.organiser)
app.command()(delete.delete)
app.command()(purge.purge)
app.command()(approve.approve)
app.command()(invite.invite)
app.command(name="list")(list_.list_)
app.command()(recount.recount)
app.command()(export.export)
app.command(name="import")(importing.import_)
app.command()(count.count)
app.command()(config.config)


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
        help="Print the version and leave.",
    ),
]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    config: Config = None,
    *,
    _version: Version = False,
) -> None:
    """Without a command: serve.

    Exit status: 0 all is well, 1 it looked and found something wrong, 2 it was called wrongly
    or could not start.
    """
    if context.invoked_subcommand is None:
        serve.serve(config)


def main() -> None:
    """Run the command line."""
    app()
