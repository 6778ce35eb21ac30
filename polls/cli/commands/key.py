"""`polls key`: the key that signs records, shown, printed and replaced."""

from __future__ import annotations

from io import StringIO
from typing import Annotated

import segno
import typer

from polls.cli.options import Config, read_settings, run
from polls.presentation.records import keys as told
from polls.services.records import keys
from polls.services.running import databases
from polls.settings import Settings

Rotate = Annotated[
    bool,
    typer.Option(
        "--rotate",
        help="Make a new key. The previous one signs beside it for 30 days.",
    ),
]
AtOnce = Annotated[
    bool,
    typer.Option(
        "--at-once",
        help="With --rotate: the previous key signs nothing more, such as when it is lost or known "
        "to others.",
    ),
]
Sheet = Annotated[
    bool,
    typer.Option("--sheet", help="Print a sheet of text to hang up, with a QR code of the key."),
]


def key(
    config: Config = None,
    *,
    rotate: Rotate = False,
    at_once: AtOnce = False,
    sheet: Sheet = False,
) -> None:
    """Show the verifier keys of this site, which sign the records of its questions."""
    if at_once and not rotate:
        raise typer.BadParameter("it belongs to --rotate", param_hint="--at-once")
    settings = read_settings(config)
    signing = run(_keys(settings, rotate=rotate, at_once=at_once))
    for each in signing:
        if sheet:
            typer.echo(told.sheet(each.verifier))
            typer.echo(_qr_code(each.verifier.text))
        else:
            typer.echo(each.verifier.text)


async def _keys(
    settings: Settings,
    *,
    rotate: bool,
    at_once: bool,
) -> tuple[keys.SigningKey, ...]:
    async with databases.opened(settings) as database:
        if rotate:
            await keys.rotate(database, settings, at_once=at_once)
        return await keys.active(database, settings)


def _qr_code(text: str) -> str:
    drawn = StringIO()
    segno.make_qr(text).terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue()
