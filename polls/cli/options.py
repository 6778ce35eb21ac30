"""What the commands share: the options, and how they begin and end."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from polls import logs
from polls.domain.errors import PollsError, QuestionNotFoundError
from polls.domain.text.times import LAST_YEAR
from polls.output import STANDARD_ERROR
from polls.presentation.refusals import sentence
from polls.settings import LogSettings, Settings, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

FOUND_WRONG = 1
COULD_NOT_START = 2
INTERRUPTED = 130
"""What shells say of a program that Ctrl-C has ended: 128, and the signal's number."""


def _or_from_before(context: typer.Context, config: Path | None) -> Path | None:
    """Let `polls --config FILE list` name the file as well as `polls list --config FILE`."""
    before: Path | None = context.find_root().params.get("config")
    return config or before


Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        callback=_or_from_before,
        help="The configuration file; by default ./config/polls.yaml, then /etc/polls.yaml.",
    ),
]
_PAGE = re.compile(r"(?:^|/)poll/(?P<key>[^/?#]+)")


def key(given: str) -> str:
    """Read the key of a question; whole addresses of its pages are taken as well."""
    text = given.strip()
    found = _PAGE.search(text)
    return found["key"] if found else text


Key = Annotated[
    str,
    typer.Argument(
        metavar="QUESTION",
        parser=key,
        help="The question's key, as in /poll/KEY, or the address of one of its pages.",
    ),
]


def read_settings(config: Path | None) -> Settings:
    """Read the configuration; end the program with all its problems if it has any."""
    try:
        return load(config, os.environ)
    except SettingsError as error:
        stop(str(error))


def instant(option: str, text: str | None) -> datetime | None:
    """Read the date and time that was given to an option."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
        moment = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is not a date and time; write one such as 2026-06-05T18:00",
            param_hint=option,
        ) from None
    if moment.year > LAST_YEAR:
        raise typer.BadParameter(
            f"{text!r} is too far in the future; the last year is {LAST_YEAR}", param_hint=option
        )
    return moment


def stop(message: str, status: int = COULD_NOT_START) -> NoReturn:
    """Say what is wrong on standard error, and end the program."""
    typer.echo(message, err=True)
    raise typer.Exit(status)


def run(work: Coroutine[None, None, T]) -> T:
    """Run one command's work; what the program refuses becomes a message and a status."""
    # Its output is for a person, or a file: what is wrong stands beside it.
    logs.configure(LogSettings(level="error", format="console"), STANDARD_ERROR)
    try:
        return asyncio.run(work)
    except QuestionNotFoundError as error:
        stop(f"{sentence(error)} “polls list” shows the keys of all questions.")
    except PollsError as error:
        stop(sentence(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
